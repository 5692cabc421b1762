import { backoffMs } from '../live/backoff.ts'
import type { Store } from '../store/store.ts'
import type { ChatQueries } from './chat-queries.ts'
import type { ChatState } from './chat-state.ts'
import { withCaughtUp, withOpened, withoutConversation, withSettled } from './chat-state.ts'

/** Events missing in one conversation that are read one by one; where there are more, what is shown is read anew. */
const MAX_FILLED_EVENTS = 200

/** Applies the events of a conversation after those here, up to a seq. False when one of them cannot be read. */
export type FillHole = (id: string, upToSeq: number) => Promise<boolean>

export interface CatchUpOptions {
  store: Store<ChatState>
  queries: Pick<ChatQueries, 'members' | 'open'>
  fillHole: FillHole
  wait: (delayMs: number, signal: AbortSignal) => Promise<void>
  signal: AbortSignal
}

/**
 * Sees to the conversations that the state calls stale: reads what has no seq as it is now, and has events bring what has
 * one, until nothing is missing any more; with growing pauses while the gateway cannot be reached. Returns how to stop.
 */
export function keepCaughtUp({ store, wait, signal, ...ways }: CatchUpOptions): () => void {
  const running = new Set<string>()

  const settle = async (id: string) => {
    running.add(id)
    for (let failures = 0; !signal.aborted;) {
      const noticed = store.get().stale.get(id)
      if (noticed === undefined) break
      try {
        await catchUp(id, { store, ...ways })
        store.update((state) => withSettled(state, id, noticed))
        failures = 0
      } catch {
        failures += 1
        await wait(backoffMs(failures), signal)
      }
    }
    running.delete(id)
  }

  const check = () => {
    for (const id of store.get().stale.keys()) if (!running.has(id)) void settle(id)
  }
  check()
  return store.subscribe(check)
}

async function catchUp(
  id: string,
  { store, queries, fillHole }: Omit<CatchUpOptions, 'wait' | 'signal'>,
): Promise<void> {
  const answer = await queries.members(id)
  if (!answer) return store.update((state) => withoutConversation(state, id))
  const known = store.get().conversations.get(id)
  if (known?.log) {
    const missing = answer.lastSeq - known.lastSeq
    const isReadAnew =
      store.get().outdated.has(id) ||
      missing > MAX_FILLED_EVENTS ||
      (missing > 0 && !(await fillHole(id, answer.lastSeq)))
    if (isReadAnew) {
      const opened = await queries.open(id, known.log.messages.length)
      return store.update((state) => (opened ? withOpened(state, opened) : withoutConversation(state, id)))
    }
  }
  store.update((state) => withCaughtUp(state, answer))
}
