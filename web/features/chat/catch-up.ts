import { backoffMs, waitToRetry } from '../live/backoff.ts'
import type { Store } from '../store/store.ts'
import type { ChatQueries } from './chat-queries.ts'
import type { ChatState } from './chat-state.ts'
import { withCaughtUp, withoutConversation, withSettled } from './chat-state.ts'

/**
 * Reads what is missing in the conversations that the state calls stale, each until nothing is missing any more, with
 * growing pauses while the gateway cannot be reached. Returns how to stop.
 */
export function keepCaughtUp(store: Store<ChatState>, queries: ChatQueries, signal: AbortSignal): () => void {
  const running = new Set<string>()

  const settle = async (id: string) => {
    running.add(id)
    for (let attempts = 0; !signal.aborted; attempts += 1) {
      const noticed = store.get().stale.get(id)
      if (noticed === undefined) break
      if (attempts > 0) await waitToRetry(backoffMs(attempts), signal)
      const caughtUp = await catchUp(store, queries, id).then(
        () => true,
        () => false,
      )
      if (caughtUp) store.update((state) => withSettled(state, id, noticed))
    }
    running.delete(id)
  }

  const check = () => {
    for (const id of store.get().stale.keys()) if (!running.has(id)) void settle(id)
  }
  check()
  return store.subscribe(check)
}

async function catchUp(store: Store<ChatState>, queries: ChatQueries, id: string): Promise<void> {
  const log = () => store.get().conversations.get(id)?.log
  for (let hasMore = true; hasMore;) {
    const after = log()?.endCursor ?? null
    const messages = log() ? await queries.catchUp(id, after) : null
    const answer = messages ?? (await queries.members(id))
    store.update((state) => (answer ? withCaughtUp(state, answer) : withoutConversation(state, id)))
    hasMore = messages?.messages.pageInfo.hasNextPage ?? false
  }
}
