import type { InboxSubscriptionVariables } from '../../graphql/generated/graphql.ts'
import { InboxSubscription } from '../chat/operations.ts'
import type { ChatState } from '../chat/chat-state.ts'
import { byLatest } from '../chat/chat-state.ts'
import type { InboxEvent } from '../chat/inbox-events.ts'
import type { Session } from '../session/session.ts'
import { keepSubscribed } from './keep-subscribed.ts'
import type { LiveSocket } from './live-socket.ts'

/** Only the conversations of the last seconds matter to what comes again; these many surely hold them. */
const SEEN_CONVERSATIONS = 100

interface InboxOptions {
  socket: LiveSocket
  session: Session
  signal: AbortSignal
  state: () => ChatState
  onEvent: (event: InboxEvent) => void
  /** Something happened, it is not known what. */
  onUnknown: () => void
  /** Too much was missed to be told one by one: loads everything again, and settles when that is done. */
  loadAfresh: () => Promise<void>
}

/** Follows what happens in the viewer's conversations, from the state's cursor on and through reconnects. */
export function followInbox({ state, onEvent, onUnknown, loadAfresh, ...live }: InboxOptions): Promise<void> {
  return keepSubscribed({
    ...live,
    document: InboxSubscription,
    variables: () => resumeFrom(state()),
    onData: ({ inbox }) => onEvent(inbox),
    onUnreadable: onUnknown,
    onRefused: async (errors) => {
      if (errors.some(({ extensions }) => extensions?.['code'] === 'CURSOR_EXPIRED')) await loadAfresh()
    },
  })
}

export function resumeFrom(state: ChatState): InboxSubscriptionVariables {
  const seen = byLatest(state)
    .slice(0, SEEN_CONVERSATIONS)
    .map(({ id, lastSeq }) => ({ conversationId: id, seq: lastSeq }))
  return { after: state.inboxCursor, seen }
}
