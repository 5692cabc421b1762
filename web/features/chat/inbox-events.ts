import { TYPING_SHOWN_MS } from '@colloquy/schema/rules'
import type { InboxSubscription } from '../../graphql/generated/graphql.ts'
import { withOwnChange } from '../reactions/own-reactions.ts'
import type { ChatState } from './chat-state.ts'
import {
  withChangedMessage,
  withConversation,
  withNewMessage,
  withOutdated,
  withoutConversation,
  withStale,
} from './chat-state.ts'
import type { Conversation, TypingPerson } from './conversation.ts'
import { withReadMark } from './conversation.ts'
import { newestSeq } from './message-log.ts'

export type InboxEvent = InboxSubscription['inbox']

/**
 * The state after an event. Durable events are applied in the order of their seqs: one that is here already changes
 * nothing; one with a hole before it waits for the events that fill it, and a conversation not known here is read.
 */
export function applyInboxEvent(state: ChatState, event: InboxEvent, nowMs: number): ChatState {
  const moved = event.cursor === null ? state : { ...state, inboxCursor: event.cursor }
  const known = state.conversations.get(event.conversation.id)
  if (event.seq === null) return known ? applyTransient(moved, known, event, nowMs) : moved
  if (known && event.seq <= known.lastSeq) return moved
  if (isViewersLeaving(event, state.viewerId)) return withoutConversation(moved, event.conversation.id)
  if (!known || event.seq > known.lastSeq + 1) return withStale(moved, event.conversation.id)
  return applyDurable(moved, { ...known, lastSeq: event.seq }, event)
}

function applyDurable(state: ChatState, conversation: Conversation, event: InboxEvent): ChatState {
  switch (event.__typename) {
    case 'MessageSent': {
      const { message } = event
      const isUnread = message.sender.id !== state.viewerId && message.seq > conversation.lastReadSeq
      const unreadCount = conversation.unreadCount + (isUnread ? 1 : 0)
      return withConversation(state, withNewMessage({ ...conversation, unreadCount }, message))
    }
    case 'MessageEdited':
    case 'MessageDeleted':
      return withConversation(state, withChangedMessage(conversation, event.message))
    case 'ReactionChanged': {
      const { message, user } = event
      const changed = withChangedMessage(conversation, message)
      if (!changed.log || user.id !== state.viewerId) return withConversation(state, changed)
      const own = withOwnChange(changed.log.own, message.id, { ...event, seq: conversation.lastSeq })
      return withConversation(state, { ...changed, log: { ...changed.log, own } })
    }
    // Who is a member now, and how many, is read from the server.
    case 'MembersChanged':
      return withStale(withConversation(state, conversation), conversation.id)
    // Something that the gateway is too old to tell of: perhaps a message is another now.
    case 'UnknownEvent':
      return withOutdated(withConversation(state, conversation), conversation.id)
    // They have no seq.
    case 'MessagesRead':
    case 'TypingChanged':
      return state
    default:
      return event satisfies never
  }
}

function applyTransient(state: ChatState, conversation: Conversation, event: InboxEvent, nowMs: number): ChatState {
  switch (event.__typename) {
    case 'MessagesRead':
      return event.user.id === state.viewerId
        ? withViewersMark(state, conversation, event.upToSeq)
        : withConversation(state, {
            ...conversation,
            readMarks: withReadMark(conversation.readMarks, event.user.id, event.upToSeq),
          })
    case 'TypingChanged': {
      if (event.user.id === state.viewerId) return state
      const others = conversation.typing.filter(({ person }) => person.id !== event.user.id)
      const typing: TypingPerson[] = event.typing
        ? [...others, { person: event.user, untilMs: nowMs + TYPING_SHOWN_MS }]
        : others
      return withConversation(state, { ...conversation, typing })
    }
    // They have a seq.
    case 'MessageSent':
    case 'MessageEdited':
    case 'MessageDeleted':
    case 'ReactionChanged':
    case 'MembersChanged':
    case 'UnknownEvent':
      return state
    default:
      return event satisfies never
  }
}

/** The viewer has read up to there, here or on another device; what that leaves unread is asked if it is not known here. */
export function withViewersMark(state: ChatState, conversation: Conversation, upToSeq: number): ChatState {
  if (upToSeq <= conversation.lastReadSeq) return state
  const left = unreadAfter(conversation, upToSeq, state.viewerId)
  const unreadCount = left ?? conversation.unreadCount
  const marked = withConversation(state, { ...conversation, lastReadSeq: upToSeq, unreadCount })
  return left === null ? withStale(marked, conversation.id) : marked
}

/** Null when neither the messages after that are all here, nor those that are read by it. */
function unreadAfter(
  { lastMessage, lastReadSeq, unreadCount, log }: Conversation,
  seq: number,
  viewerId: string,
): number | null {
  if (seq >= (lastMessage?.seq ?? 0)) return 0
  if (!log) return null
  const ofOthers = (from: number, to: number) =>
    log.messages.filter((message) => message.seq > from && message.seq <= to && message.sender.id !== viewerId).length
  const isFrom = (start: number) => !log.hasOlder || (log.messages[0]?.seq ?? Infinity) <= start
  if (!log.hasNewer) return isFrom(seq) ? ofOthers(seq, Infinity) : null
  return isFrom(lastReadSeq) && seq <= newestSeq(log) ? unreadCount - ofOthers(lastReadSeq, seq) : null
}

/** Nobody is typing for longer than they said. */
export function withoutExpiredTyping(state: ChatState, nowMs: number): ChatState {
  return [...state.conversations.values()].reduce((next, conversation) => {
    const typing = conversation.typing.filter(({ untilMs }) => untilMs > nowMs)
    return typing.length === conversation.typing.length ? next : withConversation(next, { ...conversation, typing })
  }, state)
}

function isViewersLeaving(event: InboxEvent, viewerId: string): boolean {
  return event.__typename === 'MembersChanged' && event.left.some(({ id }) => id === viewerId)
}
