import type {
  ChatMessageFragment,
  ConversationPageFragment,
  ConversationSummaryFragment,
  MarkReadMutation,
  MessagePageFragment,
} from '../../graphql/generated/graphql.ts'
import { withOwnRead } from '../reactions/own-reactions.ts'
import type { ConversationAsItStands, MessageForViewer, OpenedConversation } from './chat-queries.ts'
import type { Conversation } from './conversation.ts'
import { isBehind, withMembers, withSummary } from './conversation.ts'
import {
  logFromNewestPage,
  logFromUnreadPage,
  newerOf,
  withMessage,
  withNewerPage,
  withOlderPage,
  withQuotesOf,
} from './message-log.ts'

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
  /** Those of them whose messages here may be other than they are now, and so are read anew. */
  outdated: ReadonlySet<string>
}

export function emptyChat(viewerId: string): ChatState {
  return {
    viewerId,
    isLoaded: false,
    conversations: new Map(),
    nextPageCursor: null,
    inboxCursor: null,
    stale: new Map(),
    outdated: new Set(),
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

/** One conversation more, or what is new of a known one. When its log is behind that, its events fill it. */
export function withListed(state: ChatState, summary: ConversationSummaryFragment): ChatState {
  const known = state.conversations.get(summary.id)
  if (known?.log && known.lastSeq < summary.lastSeq) return withStale(state, summary.id)
  return withConversation(state, withSummary(known, summary, state.viewerId))
}

/** An opened conversation with its newest messages, which replace a log that may have holes by now. */
export function withOpened(state: ChatState, opened: OpenedConversation): ChatState {
  const conversation = withSummary(state.conversations.get(opened.id), opened, state.viewerId)
  const log = logFromNewestPage(opened.messages, conversation.log)
  return withConversation(state, withMembers({ ...conversation, log }, opened))
}

/** An opened conversation of which more is unread than a page has, at its first unread message. */
export function withOpenedAtUnread(
  state: ChatState,
  opened: OpenedConversation,
  unread: MessagePageFragment,
  before: MessagePageFragment | null,
): ChatState {
  const conversation = withSummary(state.conversations.get(opened.id), opened, state.viewerId)
  const page = logFromUnreadPage(unread)
  const log = before ? withOlderPage(page, before) : page
  return withConversation(state, withMembers({ ...conversation, log }, opened))
}

/** A conversation as it stands, whose events are here up to that. */
export function withCaughtUp(state: ChatState, answer: ConversationAsItStands): ChatState {
  const summed = withSummary(state.conversations.get(answer.id), answer, state.viewerId)
  return withConversation(state, withMembers(summed, answer))
}

export function withOlderMessages(state: ChatState, id: string, page: MessagePageFragment): ChatState {
  const known = state.conversations.get(id)
  return known?.log ? withConversation(state, { ...known, log: withOlderPage(known.log, page) }) : state
}

export function withNewerMessages(state: ChatState, id: string, page: MessagePageFragment): ChatState {
  const known = state.conversations.get(id)
  if (!known?.log) return state
  return withConversation(state, { ...known, log: withNewerPage(known.log, page, known.lastMessage?.seq ?? 0) })
}

/** What the server counts as unread after the viewer's mark, unless more has happened since. */
export function withMarkAnswer(state: ChatState, { id, lastSeq, viewer }: MarkReadMutation['markRead']): ChatState {
  const known = state.conversations.get(id)
  if (!known || known.lastSeq > lastSeq || known.lastReadSeq > viewer.lastReadSeq) return state
  return withConversation(state, { ...known, unreadCount: viewer.unreadCount, lastReadSeq: viewer.lastReadSeq })
}

/** After a time without connection, in which what has no seq may have been missed: of conversations that are loaded. */
export const withLoadedStale = (state: ChatState): ChatState => loadedIn(state).reduce(withStale, state)

/** Something happened, it is not known where. */
export const withLoadedOutdated = (state: ChatState): ChatState => loadedIn(state).reduce(withOutdated, state)

const loadedIn = ({ conversations }: ChatState): string[] =>
  [...conversations.values()].filter(({ log }) => log !== null).map(({ id }) => id)

/** The viewer's own message as the server took it; its event may come before or after this. */
export function withSent(state: ChatState, conversationId: string, message: ChatMessageFragment): ChatState {
  const known = state.conversations.get(conversationId)
  return known ? withConversation(state, withNewMessage(known, message)) : state
}

export function withNewMessage(conversation: Conversation, message: ChatMessageFragment): Conversation {
  const { lastMessage } = conversation
  return {
    ...conversation,
    lastMessage: lastMessage && message.seq <= lastMessage.seq ? newerOf(lastMessage, message) : message,
    typing: conversation.typing.filter(({ person }) => person.id !== message.sender.id),
    log: conversation.log && withMessage(conversation.log, message),
  }
}

/** A message as it is now, and what quotes it. */
export function withChangedMessage(conversation: Conversation, message: ChatMessageFragment): Conversation {
  const { lastMessage, log } = conversation
  return {
    ...conversation,
    lastMessage: lastMessage?.id === message.id ? newerOf(lastMessage, message) : lastMessage,
    log: log && withQuotesOf(withMessage(log, message), message),
  }
}

/** The viewer's change to a message as the server took it; its event may come before or after this. */
export function withChanged(state: ChatState, conversationId: string, message: ChatMessageFragment): ChatState {
  const known = state.conversations.get(conversationId)
  return known ? withConversation(state, withChangedMessage(known, message)) : state
}

/** The same of a change to the viewer's own reactions. */
export function withReacted(state: ChatState, conversationId: string, message: MessageForViewer): ChatState {
  const known = state.conversations.get(conversationId)
  if (!known) return state
  const changed = withChangedMessage(known, message)
  const log = changed.log && { ...changed.log, own: withOwnRead(changed.log.own, [message]) }
  return withConversation(state, { ...changed, log })
}

/** Replaces a conversation, and notices when its log turns out to lack messages whose events have passed already. */
export function withConversation(state: ChatState, conversation: Conversation): ChatState {
  const conversations = new Map(state.conversations).set(conversation.id, conversation)
  const next = { ...state, conversations }
  return isBehind(conversation) ? withOutdated(next, conversation.id) : next
}

export function withoutConversation(state: ChatState, id: string): ChatState {
  const conversations = new Map(state.conversations)
  conversations.delete(id)
  return withoutStale({ ...state, conversations }, id)
}

export function withStale(state: ChatState, id: string): ChatState {
  return { ...state, stale: new Map(state.stale).set(id, (state.stale.get(id) ?? 0) + 1) }
}

/** Stale, and the messages here are not to be relied on. */
export function withOutdated(state: ChatState, id: string): ChatState {
  return withStale({ ...state, outdated: new Set(state.outdated).add(id) }, id)
}

/** Settled, unless more was found missing after the question was asked. */
export function withSettled(state: ChatState, id: string, noticedWhenAsked: number): ChatState {
  return state.stale.get(id) === noticedWhenAsked ? withoutStale(state, id) : state
}

function withoutStale(state: ChatState, id: string): ChatState {
  const stale = new Map(state.stale)
  stale.delete(id)
  const outdated = new Set(state.outdated)
  outdated.delete(id)
  return { ...state, stale, outdated }
}

/** The conversations as the list shows them: the one with the newest message first. */
export function byLatest({ conversations }: Pick<ChatState, 'conversations'>): Conversation[] {
  const latest = ({ lastMessage, createdAt }: Conversation) => lastMessage?.sentAt ?? createdAt
  return [...conversations.values()].toSorted((one, other) => latest(other).localeCompare(latest(one)))
}
