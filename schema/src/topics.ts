import { z } from 'zod'

/**
 * What goes over Redis pub/sub: channel names and payloads. Pub/sub is at most once, so whoever listens treats a
 * payload as news that may be missing or come twice: durable events carry a gapless `seq` and can be read again from the
 * event log.
 */

/** Channel of all that happens in one conversation; payload: {@link conversationTopicEvent}. */
export const conversationTopic = (conversationId: string): string => `conversation:${conversationId}`
/** Channel of what concerns one user: profile, sessions, memberships; payload: {@link userTopicEvent}. */
export const userTopic = (userId: string): string => `user:${userId}`
/** Channel of one user's presence; payload: {@link presenceTopicEvent}. */
export const presenceTopic = (userId: string): string => `presence:${userId}`

const id = z.string().min(1)
const seq = z.int().positive()
const instant = z.iso.datetime()

export const attachmentPayload = z.object({
  id,
  fileName: z.string(),
  contentType: z.string(),
  byteSize: z.int().nonnegative(),
})
export type AttachmentPayload = z.infer<typeof attachmentPayload>

export const quotePayload = z.object({ messageId: id, seq, senderId: id, text: z.string() })
export type QuotePayload = z.infer<typeof quotePayload>

export const messagePayload = z.object({
  id,
  seq,
  conversationId: id,
  senderId: id,
  clientId: z.string(),
  text: z.string(),
  attachments: z.array(attachmentPayload),
  quote: quotePayload.nullable(),
  sentAt: instant,
})
export type MessagePayload = z.infer<typeof messagePayload>

/** `atMs`: when the event was committed, milliseconds since the epoch by the clock of the process that committed it. */
const durable = { conversationId: id, seq, atMs: z.int().positive() }

/** An entry of a conversation's event log: seqs of one conversation start at 1 and have no holes. */
export const durableEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('MessageSent'), ...durable, message: messagePayload }),
  z.object({
    type: z.literal('MembersChanged'),
    ...durable,
    joinedIds: z.array(id),
    leftIds: z.array(id),
    byId: id.nullable(),
  }),
])
export type DurableEvent = z.infer<typeof durableEvent>

/** Shown or lost; has no seq. */
export const transientEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('MessagesRead'), conversationId: id, userId: id, upToSeq: seq }),
  z.object({ type: z.literal('TypingChanged'), conversationId: id, userId: id, typing: z.boolean() }),
])
export type TransientEvent = z.infer<typeof transientEvent>

export const conversationTopicEvent = z.union([durableEvent, transientEvent])
export type ConversationTopicEvent = z.infer<typeof conversationTopicEvent>

export const userTopicEvent = z.discriminatedUnion('type', [
  /** The user's public profile is another than before: cached copies are stale. */
  z.object({ type: z.literal('UserChanged') }),
  /** `seq`: the conversation's event by which the user joined. */
  z.object({ type: z.literal('MembershipBegan'), conversationId: id, seq }),
  /** `seq`: the conversation's event by which the user left, the last one that the user may see. */
  z.object({ type: z.literal('MembershipEnded'), conversationId: id, seq }),
  z.object({ type: z.literal('SessionRevoked'), sessionId: id }),
  /** What the user lets others see and do is another than before, blocks included. */
  z.object({ type: z.literal('PrivacyChanged') }),
  /** The user has read on; told to the user alone, where the others do not learn it. */
  z.object({ type: z.literal('OwnMessagesRead'), conversationId: id, upToSeq: seq }),
])
export type UserTopicEvent = z.infer<typeof userTopicEvent>

/** `lastSeenAtMs`: milliseconds since the epoch by Redis' clock; null when never. */
export const presenceTopicEvent = z.object({
  userId: id,
  status: z.enum(['ONLINE', 'OFFLINE']),
  lastSeenAtMs: z.int().positive().nullable(),
})
export type PresenceTopicEvent = z.infer<typeof presenceTopicEvent>

/** Redis key that exists from a session's end until well after its last access token has expired. */
export const revokedSessionKey = (sessionId: string): string => `session:revoked:${sessionId}`
/** How long that key lives, in seconds. */
export const REVOKED_SESSION_TTL_SECONDS = 86_400
