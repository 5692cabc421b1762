import { z } from 'zod'
import { readVersion } from './versions.ts'
import type { Versions } from './versions.ts'

/**
 * Entries of a conversation's event log as they are stored: an envelope that every version of the code can read, and a body
 * for those who know the type in that version. A body holds ids and facts. What people write is in the message; only
 * until the entry has been applied does it ride in the body.
 */

const id = z.string().min(1)

const messageSent = z.object({
  messageId: id,
  senderId: id,
  clientId: z.string(),
  attachmentIds: z.array(id),
  /** The message that this one answers. */
  quotedId: id.nullable(),
  /** Absent once the entry has been applied: the message has it, as it stands. */
  text: z.string().optional(),
})

const messageEdited = z.object({
  messageId: id,
  /** Absent once the entry has been applied, as that of a message is. */
  text: z.string().optional(),
})

const messageDeleted = z.object({
  messageId: id,
  byId: id,
  /** The files that go with it. */
  attachmentIds: z.array(id),
})

const reactionChanged = z.object({
  messageId: id,
  userId: id,
  emoji: z.string(),
  /** Whether the user has reacted with the emoji from this event on. */
  added: z.boolean(),
})

const membersChanged = z.object({
  joinedIds: z.array(id),
  leftIds: z.array(id),
  byId: id.nullable(),
  /** Who owns the group from this event on; absent when that stays as it was. */
  ownerId: id.optional(),
})

/** What happened. `UnknownEvent`: what this version of the code cannot read; `really` is its type and version. */
export type EntryContent =
  | { type: 'MessageSent'; body: z.infer<typeof messageSent> }
  | { type: 'MessageEdited'; body: z.infer<typeof messageEdited> }
  | { type: 'MessageDeleted'; body: z.infer<typeof messageDeleted> }
  | { type: 'ReactionChanged'; body: z.infer<typeof reactionChanged> }
  | { type: 'MembersChanged'; body: z.infer<typeof membersChanged> }
  | { type: 'UnknownEvent'; body: { really: string } }

/** In the first release the message itself was in the log. */
const messageSentFrom1 = (older: object) => {
  const { message } = z.object({ message: firstMessage }).parse(older)
  const { id: messageId, senderId, clientId, text, attachments, quote } = message
  return {
    messageId,
    senderId,
    clientId,
    attachmentIds: attachments.map((attachment) => attachment.id),
    quotedId: quote?.messageId ?? null,
    text,
  }
}
const firstMessage = z.object({
  id,
  senderId: id,
  clientId: z.string(),
  text: z.string(),
  attachments: z.array(z.object({ id })),
  quote: z.object({ messageId: id }).nullable(),
})

const TYPES = {
  MessageSent: { shape: messageSent, upcasters: [messageSentFrom1] },
  MessageEdited: { shape: messageEdited, upcasters: [] },
  MessageDeleted: { shape: messageDeleted, upcasters: [] },
  ReactionChanged: { shape: reactionChanged, upcasters: [] },
  MembersChanged: { shape: membersChanged, upcasters: [(older: object) => older] },
} satisfies Record<string, Versions<unknown>>

/** The types of entries that this version of the code can read, and up to which version of each. New entries have that. */
export const ENTRY_VERSIONS = {
  MessageSent: TYPES.MessageSent.upcasters.length + 1,
  MessageEdited: TYPES.MessageEdited.upcasters.length + 1,
  MessageDeleted: TYPES.MessageDeleted.upcasters.length + 1,
  ReactionChanged: TYPES.ReactionChanged.upcasters.length + 1,
  MembersChanged: TYPES.MembersChanged.upcasters.length + 1,
} as const satisfies Record<keyof typeof TYPES, number>

const stored = z.object({ type: z.string().min(1), typeVersion: z.int().positive(), body: z.looseObject({}) })
/** The first release had no versions, and kept the owner beside the event. */
const firstStored = z
  .object({ payload: z.looseObject({ type: z.string().min(1) }), ownerId: id.optional() })
  .transform(({ payload: { type, ...body }, ownerId }) => ({
    type,
    typeVersion: 1,
    body: { ...body, ...(ownerId !== undefined && { ownerId }) },
  }))

/** Reads what an entry says, whatever version of the code wrote it. Never throws: what cannot be read is unknown. */
export function readEntryContent(document: object): EntryContent {
  const found = z.union([stored, firstStored]).safeParse(document)
  if (!found.success) return { type: 'UnknownEvent', body: { really: 'damaged' } }
  const { type, typeVersion, body } = found.data
  switch (type) {
    case 'MessageSent': {
      const read = readVersion(TYPES.MessageSent, typeVersion, body)
      if (read) return { type, body: read }
      break
    }
    case 'MessageEdited': {
      const read = readVersion(TYPES.MessageEdited, typeVersion, body)
      if (read) return { type, body: read }
      break
    }
    case 'MessageDeleted': {
      const read = readVersion(TYPES.MessageDeleted, typeVersion, body)
      if (read) return { type, body: read }
      break
    }
    case 'ReactionChanged': {
      const read = readVersion(TYPES.ReactionChanged, typeVersion, body)
      if (read) return { type, body: read }
      break
    }
    case 'MembersChanged': {
      const read = readVersion(TYPES.MembersChanged, typeVersion, body)
      if (read) return { type, body: read }
      break
    }
  }
  return { type: 'UnknownEvent', body: { really: `${type} ${typeVersion}` } }
}
