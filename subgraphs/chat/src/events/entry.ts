import type { DurableEvent, MessagePayload } from '@colloquy/schema/events/durable-event'

/** An entry of a conversation's log: the event exactly as it is published, and what applying it needs besides. */
export interface LogEntry {
  conversationId: string
  /** 1, 2, 3 … without holes. */
  seq: number
  /** How many messages the log has up to and including this event. */
  ordinal: number
  /** How many members the conversation has after this event. */
  memberCount: number
  /** When it was committed, by the clock of the process that did, in milliseconds since the epoch. */
  atMs: number
  payload: DurableEvent
  /** For a message: under which the log has it once, however often it is sent. */
  clientKey?: string
  /** Who owns the group from this event on; absent when that stays as it was. */
  ownerId?: string
}

/** What the next entry follows from: the newest one's numbers. */
export type Head = Pick<LogEntry, 'seq' | 'ordinal' | 'memberCount'>

/** The head of a log without entries. */
export const EMPTY_HEAD: Head = { seq: 0, ordinal: 0, memberCount: 0 }

export const headOf = ({ seq, ordinal, memberCount }: Head): Head => ({ seq, ordinal, memberCount })

/** An event that has no place in the log yet. */
export type Draft =
  | { type: 'MessageSent'; message: Omit<MessagePayload, 'conversationId' | 'seq' | 'version' | 'sentAt'> }
  | { type: 'MembersChanged'; joinedIds: string[]; leftIds: string[]; byId: string | null; ownerId?: string }

/** `(conversation, sender, clientId)` as one string; the first two are ids and have no colon. */
export const clientKeyOf = (conversationId: string, senderId: string, clientId: string): string =>
  `${conversationId}:${senderId}:${clientId}`

/** The entry that a draft becomes when it is committed right after the head. */
export function entryAfter(head: Head, conversationId: string, draft: Draft, atMs: number): LogEntry {
  const seq = head.seq + 1
  if (draft.type === 'MessageSent') {
    const { senderId, clientId } = draft.message
    const message = { ...draft.message, conversationId, seq, version: seq, sentAt: new Date(atMs).toISOString() }
    return {
      conversationId,
      seq,
      ordinal: head.ordinal + 1,
      memberCount: head.memberCount,
      atMs,
      payload: { type: 'MessageSent', typeVersion: 2, conversationId, seq, atMs, message },
      clientKey: clientKeyOf(conversationId, senderId, clientId),
    }
  }
  const { ownerId, ...change } = draft
  return {
    conversationId,
    seq,
    ordinal: head.ordinal,
    memberCount: head.memberCount + change.joinedIds.length - change.leftIds.length,
    atMs,
    payload: { ...change, typeVersion: 1, conversationId, seq, atMs },
    ...(ownerId !== undefined && { ownerId }),
  }
}
