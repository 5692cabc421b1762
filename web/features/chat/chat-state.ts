import type {
  ChatMessageFragment,
  ConversationPageFragment,
  ConversationSummaryFragment,
  MarkReadMutation,
  MessagePageFragment,
} from '../../graphql/generated/graphql.ts'
import type { CaughtUpConversation, OpenedConversation } from './chat-queries.ts'
import type { Conversation } from './conversation.ts'
import { isBehind, withMembers, withSummary } from './conversation.ts'
import { logFromNewestPage, withMessage, withNewerPage, withOlderPage } from './message-log.ts'

/** All that the page knows of the viewer's conversations. Pure functions make the next state; see chat.ts for effects. */
export interface ChatState {
  viewerId: string
  /** Whether the first page of conversations is here. */
  isLoaded: boolean
  conversations: ReadonlyMap<string, Conversation>
  /** Where the list goes on; null at its end. */
  nextPageCursor: string | null
  /** Where to resume the inbox from. */
  inboxCursor: string | null
  /**
   * Conversations in which something is known to be missing, to be read from the server. The number counts how often
   * that was noticed: an answer to a question asked before the last time does not settle it.
   */
  stale: ReadonlyMap<string, number>
}

export function emptyChat(viewerId: string): ChatState {
  return {
    viewerId,
    isLoaded: false,
    conversations: new Map(),
    nextPageCursor: null,
    inboxCursor: null,
    stale: new Map(),
  }
}

/** The first page of the list, over what is known already; pages after the first stay. */
export function withFirstPage(state: ChatState, page: ConversationPageFragment): ChatState {
  const nextPageCursor = state.isLoaded ? state.nextPageCursor : page.pageInfo.endCursor
  return { ...withPage(state, page), isLoaded: true, nextPageCursor: page.pageInfo.hasNextPage ? nextPageCursor : null }
}

export function withNextPage(state: ChatState, page: ConversationPageFragment): ChatState {
  return { ...withPage(state, page), nextPageCursor: page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null }
}

function withPage(state: ChatState, { edges }: ConversationPageFragment): ChatState {
  return edges.reduce((next, { node }) => withListed(next, node), state)
}

/** One conversation more, or what is new of a known one. When its log is behind that, only reading on can fill it. */
export function withListed(state: ChatState, summary: ConversationSummaryFragment): ChatState {
  const known = state.conversations.get(summary.id)
  if (known?.log && known.lastSeq < summary.lastSeq) return withStale(state, summary.id)
  return withConversation(state, withSummary(known, summary, state.viewerId))
}

/** An opened conversation with its newest messages, which replace a log that may have holes by now. */
export function withOpened(state: ChatState, opened: OpenedConversation): ChatState {
  const conversation = withSummary(state.conversations.get(opened.id), opened, state.viewerId)
  return withConversation(state, withMembers({ ...conversation, log: logFromNewestPage(opened.messages) }, opened))
}

/** What was missed in a conversation; with messages when its log is loaded. */
export function withCaughtUp(
  state: ChatState,
  answer: Omit<CaughtUpConversation, 'messages'> & Partial<CaughtUpConversation>,
): ChatState {
  const summed = withSummary(state.conversations.get(answer.id), answer, state.viewerId)
  const log = summed.log && answer.messages ? withNewerPage(summed.log, answer.messages) : summed.log
  return withConversation(state, withMembers({ ...summed, log }, answer))
}

export function withOlderMessages(state: ChatState, id: string, page: MessagePageFragment): ChatState {
  const known = state.conversations.get(id)
  return known?.log ? withConversation(state, { ...known, log: withOlderPage(known.log, page) }) : state
}

/** What the server counts as unread after the viewer's mark, unless more has happened since. */
export function withMarkAnswer(state: ChatState, { id, lastSeq, viewer }: MarkReadMutation['markRead']): ChatState {
  const known = state.conversations.get(id)
  if (!known || known.lastSeq > lastSeq || known.lastReadSeq > viewer.lastReadSeq) return state
  return withConversation(state, { ...known, unreadCount: viewer.unreadCount, lastReadSeq: viewer.lastReadSeq })
}

/** After a time without connection: whatever has no seq may have been missed. */
export function withAllLogsStale(state: ChatState): ChatState {
  return [...state.conversations.values()]
    .filter(({ log }) => log !== null)
    .reduce((next, { id }) => withStale(next, id), state)
}

/** The viewer's own message as the server took it; its event may come before or after this. */
export function withSent(state: ChatState, conversationId: string, message: ChatMessageFragment): ChatState {
  const known = state.conversations.get(conversationId)
  return known ? withConversation(state, withNewMessage(known, message)) : state
}

export function withNewMessage(conversation: Conversation, message: ChatMessageFragment): Conversation {
  const isNewest = message.seq > (conversation.lastMessage?.seq ?? 0)
  return {
    ...conversation,
    lastMessage: isNewest ? message : conversation.lastMessage,
    typing: conversation.typing.filter(({ person }) => person.id !== message.sender.id),
    log: conversation.log && withMessage(conversation.log, message),
  }
}

/** Replaces a conversation, and notices when its log turns out to lack messages. */
export function withConversation(state: ChatState, conversation: Conversation): ChatState {
  const conversations = new Map(state.conversations).set(conversation.id, conversation)
  const next = { ...state, conversations }
  return isBehind(conversation) ? withStale(next, conversation.id) : next
}

export function withoutConversation(state: ChatState, id: string): ChatState {
  const conversations = new Map(state.conversations)
  conversations.delete(id)
  const stale = new Map(state.stale)
  stale.delete(id)
  return { ...state, conversations, stale }
}

export function withStale(state: ChatState, id: string): ChatState {
  return { ...state, stale: new Map(state.stale).set(id, (state.stale.get(id) ?? 0) + 1) }
}

/** Settled, unless more was found missing after the question was asked. */
export function withSettled(state: ChatState, id: string, noticedWhenAsked: number): ChatState {
  if (state.stale.get(id) !== noticedWhenAsked) return state
  const stale = new Map(state.stale)
  stale.delete(id)
  return { ...state, stale }
}

/** The conversations as the list shows them: the one with the newest message first. */
export function byLatest({ conversations }: Pick<ChatState, 'conversations'>): Conversation[] {
  const latest = ({ lastMessage, createdAt }: Conversation) => lastMessage?.sentAt ?? createdAt
  return [...conversations.values()].toSorted((one, other) => latest(other).localeCompare(latest(one)))
}
