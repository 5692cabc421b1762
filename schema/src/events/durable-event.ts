import { z } from 'zod'
import { readVersion } from './versions.ts'
import type { Versions } from './versions.ts'

/**
 * Events of a conversation's log as they are published on its topic and answered by the event log: an envelope that every
 * version of the code can read, and the rest for those who know the type in that version.
 */

const id = z.string().min(1)
const seq = z.int().positive()

const envelope = {
  conversationId: id,
  /** 1, 2, 3 … without holes in one conversation. */
  seq,
  /** When the event was committed, milliseconds since the epoch by the clock of the process that committed it. */
  atMs: z.int().positive(),
}

export const attachmentPayload = z.object({
  id,
  fileName: z.string(),
  contentType: z.string(),
  byteSize: z.int().nonnegative(),
})
export type AttachmentPayload = z.infer<typeof attachmentPayload>

export const quotePayload = z.object({
  messageId: id,
  seq,
  senderId: id,
  text: z.string(),
  /** Null also from a chat that is too old to know of deletions. */
  deletedAt: z.iso.datetime().nullable().default(null),
})
export type QuotePayload = z.infer<typeof quotePayload>

export const reactionPayload = z.object({ emoji: z.string(), count: z.int().positive() })
export type ReactionPayload = z.infer<typeof reactionPayload>

/** A message as it stands when this is published or read. */
export const messagePayload = z.object({
  id,
  seq,
  /** Seq of the event that changed it last: of two copies the one with the higher version is the newer. */
  version: seq,
  conversationId: id,
  senderId: id,
  clientId: z.string(),
  text: z.string(),
  attachments: z.array(attachmentPayload),
  quote: quotePayload.nullable(),
  sentAt: z.iso.datetime(),
  /** Null also from a chat that is too old to know of edits, as the next from one too old for deletions. */
  editedAt: z.iso.datetime().nullable().default(null),
  deletedAt: z.iso.datetime().nullable().default(null),
  /** Empty also from a chat that is too old to know of them. */
  reactions: z.array(reactionPayload).default([]),
})
export type MessagePayload = z.infer<typeof messagePayload>

const messageSent = z.object({
  type: z.literal('MessageSent'),
  typeVersion: z.literal(2),
  ...envelope,
  message: messagePayload,
})

const messageEdited = z.object({
  type: z.literal('MessageEdited'),
  typeVersion: z.literal(1),
  ...envelope,
  message: messagePayload,
})

const messageDeleted = z.object({
  type: z.literal('MessageDeleted'),
  typeVersion: z.literal(1),
  ...envelope,
  message: messagePayload,
})

const reactionChanged = z.object({
  type: z.literal('ReactionChanged'),
  typeVersion: z.literal(1),
  ...envelope,
  message: messagePayload,
  userId: id,
  emoji: z.string(),
  added: z.boolean(),
})

const membersChanged = z.object({
  type: z.literal('MembersChanged'),
  typeVersion: z.literal(1),
  ...envelope,
  joinedIds: z.array(id),
  leftIds: z.array(id),
  byId: id.nullable(),
})

const unknownEvent = z.object({
  type: z.literal('UnknownEvent'),
  typeVersion: z.literal(1),
  ...envelope,
  /** Which type and version it has, for the log of whoever meets it. */
  really: z.string(),
})

/**
 * `UnknownEvent` stands for an event that this version of the code cannot read: of a type, or of a version of its type,
 * that came later, or damaged. It has its place in the log like any other.
 */
export type DurableEvent =
  | z.infer<typeof messageSent>
  | z.infer<typeof messageEdited>
  | z.infer<typeof messageDeleted>
  | z.infer<typeof reactionChanged>
  | z.infer<typeof membersChanged>
  | z.infer<typeof unknownEvent>

/** Version 1 was the first release's: it knew of no changes to messages. */
const messageSentFrom1 = (older: object) => {
  const { message, ...event } = z.looseObject({ message: z.looseObject({ seq }) }).parse(older)
  return { ...event, typeVersion: 2, message: { ...message, version: message.seq } }
}

const TYPES: ReadonlyMap<string, Versions<DurableEvent>> = new Map<string, Versions<DurableEvent>>([
  ['MessageSent', { shape: messageSent, upcasters: [messageSentFrom1] }],
  ['MessageEdited', { shape: messageEdited, upcasters: [] }],
  ['MessageDeleted', { shape: messageDeleted, upcasters: [] }],
  ['ReactionChanged', { shape: reactionChanged, upcasters: [] }],
  ['MembersChanged', { shape: membersChanged, upcasters: [] }],
  ['UnknownEvent', { shape: unknownEvent, upcasters: [] }],
])

const written = z.looseObject({ type: z.string().min(1), typeVersion: z.int().positive().default(1), ...envelope })

/** Reads any event that has the envelope; what else cannot be read becomes an `UnknownEvent`, never an error. */
export const durableEvent = written.transform((event): DurableEvent => {
  const versions = TYPES.get(event.type)
  return (versions && readVersion(versions, event.typeVersion, event)) ?? unknownEventOf(event)
})

/** What stands for an event that cannot be read. */
export function unknownEventOf({
  type,
  typeVersion,
  conversationId,
  seq,
  atMs,
}: Pick<z.output<typeof written>, 'type' | 'typeVersion' | 'conversationId' | 'seq' | 'atMs'>): DurableEvent {
  const really = `${type} ${typeVersion}`
  return { type: 'UnknownEvent', typeVersion: 1, conversationId, seq, atMs, really }
}
