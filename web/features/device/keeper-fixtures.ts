import type { Change, Keeper } from './keeper.ts'

/** What tabs of one browser share, in memory: for tests of what is kept. */
export function sharedMemory(kept: readonly Change[] = [], { tellsTabs = true } = {}): { tab: () => Keeper } {
  const changes = [...kept]
  const listeners = new Set<{ keeper: Keeper; listener: (change: Change) => void }>()
  const tab = (): Keeper => {
    const keeper: Keeper = {
      load: async (table) => [
        ...new Map(changes.filter((change) => change.table === table).map(({ key, value }) => [key, value])),
      ],
      read: async (table, key) => changes.findLast((change) => change.table === table && change.key === key)?.value,
      keep: (change) => {
        changes.push(change)
        if (!tellsTabs) return
        for (const other of listeners) if (other.keeper !== keeper) other.listener(change)
      },
      onChange: (listener) => {
        const entry = { keeper, listener }
        listeners.add(entry)
        return () => listeners.delete(entry)
      },
      close: () => {},
    }
    return keeper
  }
  return { tab }
}
