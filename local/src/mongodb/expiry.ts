import { compileFilter } from './query/filter.ts'
import type { Engine } from './commands/command.ts'
import type { Collection, Index } from './storage/catalog.ts'

/** How many documents one sweep of one index removes at a time: others write in between. */
const sweepBatch = 500

/** Removes what TTL indexes say has expired: every `intervalMs`, and when `sweep` is called. */
export function createExpiry(
  { storage, catalog, finder, records }: Omit<Engine, 'cursors' | 'metrics'>,
  { intervalMs, log }: { intervalMs: number; log: (line: string) => void },
): { close(): Promise<void> } {
  let sweeping = Promise.resolve()
  const closing = new AbortController()
  const timer = setInterval(() => {
    sweeping = sweeping.then(sweep).catch((error: unknown) => log(`mongodb: the TTL sweep failed: ${String(error)}`))
  }, intervalMs).unref()

  async function sweep(): Promise<void> {
    for (const collection of catalog.list()) {
      for (const index of collection.indexes) {
        if (index.expireAfterSeconds !== undefined) await sweepIndex(collection, index, index.expireAfterSeconds)
      }
    }
  }

  async function sweepIndex(collection: Collection, index: Index, seconds: number): Promise<void> {
    const [{ path } = { path: '' }] = index.fields
    const filter = compileFilter({ [path]: { $lt: new Date(Date.now() - seconds * 1000) } })
    let removed = sweepBatch
    while (removed === sweepBatch && !closing.signal.aborted) {
      removed = await storage.write((writer) => {
        if (!catalog.find(collection.namespace)?.indexes.some(({ table }) => table === index.table)) return 0
        const expired = [...finder.find(collection, { filter, limit: sweepBatch, hint: { index } })]
        for (const stored of expired) records.remove(writer, collection, stored.document())
        return expired.length
      })
    }
  }

  return {
    async close() {
      closing.abort()
      clearInterval(timer)
      await sweeping
    },
  }
}
