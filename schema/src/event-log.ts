import { z } from 'zod'
import { durableEvent } from './events/durable-event.ts'

/**
 * How the realtime subgraph reads the event log of the chat subgraph: JSON over POST, beside /graphql and like it only for
 * callers with an identity assertion, here of kind `service`. It is no part of the public API.
 *
 * All answers reflect events that are *applied* (their message can be read, their publish was tried), which is always
 * a gapless prefix of the log.
 */

/** Most conversations in one `heads` request. */
export const MAX_HEADS = 1_000
/** Most events in one `events` answer. */
export const MAX_EVENTS_PER_ANSWER = 500
/** Most events in one page: an answer of `eventsAt`. */
export const MAX_EVENTS_PER_PAGE = 100
/** Most bytes in one answer of `events` or `eventsAt`; one event always fits. */
export const MAX_PAGE_BYTES = 256 * 1024
/** What an event counts beside its text, in bytes. */
export const EVENT_BYTES = 512
/** Most pages, or lists of what was missed, that a process of chat reads at the same time; others wait in order. */
export const MAX_LOG_READS_AT_ONCE = 4
/** Most events that one resume of `inbox` may bring; more is CURSOR_EXPIRED. */
export const MAX_MISSED_EVENTS = 2_000
/** Most bytes that one resume of `inbox` may bring, counted as in a page; more is CURSOR_EXPIRED. */
export const MAX_MISSED_BYTES = 32 * 1024 * 1024
/** A cursor older than this is CURSOR_EXPIRED. 7 days. */
export const MAX_CURSOR_AGE_MS = 7 * 24 * 3_600_000
/** How far before a cursor the log is read: the greatest difference of clocks plus commit delay that is allowed. */
export const CURSOR_SLACK_MS = 10_000
/**
 * How far the clock of a process that commits events or makes cursors may be from that of Redis. Two of them then differ by
 * half the slack at most, and the other half is left for a commit. Beyond it they refuse to.
 */
export const MAX_CLOCK_DIFFERENCE_MS = CURSOR_SLACK_MS / 4

const id = z.string().min(1).max(64)
const position = z.object({ conversationId: id, seq: z.int().nonnegative() })

/**
 * The conversations a user is a member of now (one of them, or none, when conversationId is given). Without `heads`, headSeq
 * is 0, no conversation is read, and memberships may be among them whose first event is about to be applied.
 */
export const membershipsRoute = {
  path: '/event-log/memberships',
  request: z.object({ userId: id, conversationId: id.optional(), heads: z.boolean().default(true) }),
  response: z.object({
    memberships: z.array(
      z.object({ conversationId: id, joinedSeq: z.int().positive(), headSeq: z.int().nonnegative() }),
    ),
  }),
} as const

/** Seq of the newest applied event of each conversation named; unknown ones are left out. */
export const headsRoute = {
  path: '/event-log/heads',
  request: z.object({ conversationIds: z.array(id).max(MAX_HEADS) }),
  response: z.object({ heads: z.array(z.object({ conversationId: id, headSeq: z.int().nonnegative() })) }),
} as const

/** Events of one conversation with afterSeq < seq <= upToSeq (or the head), oldest first: as many as fit, and the first in any case. */
export const eventsRoute = {
  path: '/event-log/events',
  request: z.object({
    conversationId: id,
    afterSeq: z.int().nonnegative(),
    upToSeq: z.int().positive().optional(),
    limit: z.int().min(1).max(MAX_EVENTS_PER_ANSWER).default(MAX_EVENTS_PER_ANSWER),
  }),
  response: z.object({ events: z.array(durableEvent), headSeq: z.int().nonnegative() }),
} as const

/** The events at the places named, in that order, up to the first that is not there: as many as make a page, and the first in any case. */
export const eventsAtRoute = {
  path: '/event-log/events-at',
  request: z.object({ places: z.array(position).min(1).max(MAX_EVENTS_PER_PAGE) }),
  response: z.object({ events: z.array(durableEvent) }),
} as const

/** Where an event is that a user missed, when it was, and what it did to the user's own membership. */
const missedPlace = position.extend({ atMs: z.int(), membership: z.enum(['began', 'ended']).optional() })
export type MissedPlace = z.infer<typeof missedPlace>

const missedRequest = z.object({ userId: id, sinceMs: z.int().nonnegative(), seen: z.array(position).max(5_000) })

/**
 * Where the events are that a user missed since an instant, over all conversations that the user is or was a member of in
 * that time, from the event by which the user joined to the one by which the user left; each conversation's events in order
 * of seq. `seen` leaves out events up to and including seq in that conversation. `expired`: more than can be brought, or too
 * long ago. The events themselves are read page by page, and the pages of all who missed the same are the same.
 */
export const missedPlacesRoute = {
  path: '/event-log/missed-places',
  request: missedRequest,
  response: z.union([
    z.object({ expired: z.literal(true) }),
    z.object({ expired: z.literal(false), places: z.array(missedPlace) }),
  ]),
} as const

/** What `missedPlaces` tells of, as the events themselves and all at once: for gateways of earlier releases. */
export const missedRoute = {
  path: '/event-log/missed',
  request: missedRequest,
  response: z.union([
    z.object({ expired: z.literal(true) }),
    z.object({ expired: z.literal(false), events: z.array(durableEvent) }),
  ]),
} as const
