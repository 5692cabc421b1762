import type { ChatState } from '../chat/chat-state.ts'
import type { InboxEvent } from '../chat/inbox-events.ts'
import { ConversationSubscription } from '../chat/operations.ts'
import type { Store } from '../store/store.ts'
import type { LiveSocket } from './live-socket.ts'

/**
 * Has the gateway tell the events of one conversation after those that are here, up to a seq that exists. Events that come
 * another way meanwhile count too. False when one of them cannot be read.
 * @throws when the events cannot be had now
 */
export async function fillHole(
  {
    socket,
    store,
    onEvent,
    signal,
  }: {
    socket: Pick<LiveSocket, 'subscribe'>
    store: Store<ChatState>
    onEvent: (event: InboxEvent) => void
    signal: AbortSignal
  },
  id: string,
  upToSeq: number,
): Promise<boolean> {
  const lastSeq = () => store.get().conversations.get(id)?.lastSeq ?? Infinity
  const done = new AbortController()
  let isReadable = true
  const endWhenFilled = () => {
    if (lastSeq() >= upToSeq) done.abort()
  }
  const stopWatching = store.subscribe(endWhenFilled)
  const filling = socket.subscribe(
    {
      document: ConversationSubscription,
      variables: () => ({ id, afterSeq: lastSeq() }),
      // Where to resume the inbox from is for the inbox to say.
      onData: ({ conversation }) => onEvent({ ...conversation, cursor: null }),
      onUnreadable: () => {
        isReadable = false
        done.abort()
      },
    },
    AbortSignal.any([signal, done.signal]),
  )
  endWhenFilled()
  await filling.finally(stopWatching)
  if (isReadable && lastSeq() < upToSeq) throw new Error(`The events of ${id} up to ${upToSeq} did not come.`)
  return isReadable
}
