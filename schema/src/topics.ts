import { z } from 'zod'
import { durableEvent } from './events/durable-event.ts'

/**
 * What goes over Redis pub/sub: channel names and payloads. Pub/sub is at most once, so whoever listens treats a
 * payload as news that may be missing or come twice: durable events carry a gapless `seq` and can be read again from the
 * event log. Processes of different versions share the channels: a type of event that a listener does not know is passed over
 * with a line in its log, or, when it has a seq, passed on as an `UnknownEvent`.
 */

/** Channel of all that happens in one conversation; payload: {@link conversationTopicEvent}. */
export const conversationTopic = (conversationId: string): string => `conversation:${conversationId}`
/** Channel of what concerns one user: profile, sessions, memberships; payload: {@link userTopicEvent}. */
export const userTopic = (userId: string): string => `user:${userId}`
/** Channel of one user's presence; payload: {@link presenceTopicEvent}. */
export const presenceTopic = (userId: string): string => `presence:${userId}`

const id = z.string().min(1)
const seq = z.int().positive()

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
