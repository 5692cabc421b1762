import type { EntryContent } from '@colloquy/schema/events/log-entry'

/** What the next entry follows from: the newest one's numbers. */
export interface Head {
  /** 1, 2, 3 … without holes. */
  seq: number
  /** How many messages the log has up to and including this event. */
  ordinal: number
  /** How many members the conversation has after this event. */
  memberCount: number
}

/** What can be read of every entry. */
interface Envelope extends Head {
  conversationId: string
  /** When it was committed, by the clock of the process that did, in milliseconds since the epoch. */
  atMs: number
  /** For a message: under which the log has it once, however often it is sent. */
  clientKey?: string
}

/** An entry of a conversation's log: its envelope, and what happened. */
export type LogEntry = Envelope & EntryContent

/** One that this process writes, so that it knows what it is. */
export type NewEntry = Envelope & Exclude<EntryContent, { type: 'UnknownEvent' }>

/** The head of a log without entries. */
export const EMPTY_HEAD: Head = { seq: 0, ordinal: 0, memberCount: 0 }

export const headOf = ({ seq, ordinal, memberCount }: Head): Head => ({ seq, ordinal, memberCount })

/** An event that has no place in the log yet. */
export type Draft =
  | {
      type: 'MessageSent'
      message: {
        id: string
        senderId: string
        clientId: string
        text: string
        attachmentIds: string[]
        quotedId: string | null
      }
    }
  | { type: 'MessageEdited'; messageId: string; text: string }
  | { type: 'MessageDeleted'; messageId: string; byId: string; attachmentIds: string[] }
  | { type: 'ReactionChanged'; messageId: string; userId: string; emoji: string; added: boolean }
  | { type: 'MembersChanged'; joinedIds: string[]; leftIds: string[]; byId: string | null; ownerId?: string }

/** The message that an entry sends or changes; null when it is about none. */
export function messageIdOf(entry: LogEntry): string | null {
  switch (entry.type) {
    case 'MessageSent':
    case 'MessageEdited':
    case 'MessageDeleted':
    case 'ReactionChanged':
      return entry.body.messageId
    case 'MembersChanged':
    case 'UnknownEvent':
      return null
    default:
      return entry satisfies never
  }
}

/** `(conversation, sender, clientId)` as one string; the first two are ids and have no colon. */
export const clientKeyOf = (conversationId: string, senderId: string, clientId: string): string =>
  `${conversationId}:${senderId}:${clientId}`

/** The entry that a draft becomes when it is committed right after the head. */
export function entryAfter(head: Head, conversationId: string, draft: Draft, atMs: number): NewEntry {
  const seq = head.seq + 1
  switch (draft.type) {
    case 'MessageSent': {
      const { id: messageId, ...message } = draft.message
      return {
        conversationId,
        seq,
        ordinal: head.ordinal + 1,
        memberCount: head.memberCount,
        atMs,
        type: 'MessageSent',
        body: { messageId, ...message },
        clientKey: clientKeyOf(conversationId, message.senderId, message.clientId),
      }
    }
    case 'MessageEdited': {
      const { type, ...body } = draft
      return { conversationId, ...headOf(head), seq, atMs, type, body }
    }
    case 'MessageDeleted': {
      const { type, ...body } = draft
      return { conversationId, ...headOf(head), seq, atMs, type, body }
    }
    case 'ReactionChanged': {
      const { type, ...body } = draft
      return { conversationId, ...headOf(head), seq, atMs, type, body }
    }
    case 'MembersChanged': {
      const { type, joinedIds, leftIds, byId, ownerId } = draft
      return {
        conversationId,
        seq,
        ordinal: head.ordinal,
        memberCount: head.memberCount + joinedIds.length - leftIds.length,
        atMs,
        type,
        body: { joinedIds, leftIds, byId, ...(ownerId !== undefined && { ownerId }) },
      }
    }
    default:
      return draft satisfies never
  }
}
