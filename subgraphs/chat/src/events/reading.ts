import type { Answer } from '@colloquy/platform/internal-route'
import { singleFlight } from '@colloquy/platform/single-flight'
import { createTurns } from '@colloquy/platform/turns'
import {
  CURSOR_SLACK_MS,
  MAX_CURSOR_AGE_MS,
  MAX_LOG_READS_AT_ONCE,
  MAX_MISSED_BYTES,
  MAX_MISSED_EVENTS,
} from '@colloquy/schema/event-log'
import type {
  eventsAtRoute,
  eventsRoute,
  headsRoute,
  membershipsRoute,
  MissedPlace,
  missedPlacesRoute,
  missedRoute,
} from '@colloquy/schema/event-log'
import type { Conversation } from '../conversations/conversations.ts'
import type { Membership } from '../members/members.ts'
import type { LogEntry } from './entry.ts'
import { countInPage } from './page.ts'
import type { BytesOf } from './page.ts'
import type { PayloadsOf } from './payloads.ts'
import type { EventStore, Range } from './store.ts'

export interface EventLogReading {
  memberships: Answer<typeof membershipsRoute>
  heads: Answer<typeof headsRoute>
  events: Answer<typeof eventsRoute>
  eventsAt: Answer<typeof eventsAtRoute>
  missedPlaces: Answer<typeof missedPlacesRoute>
  missed: Answer<typeof missedRoute>
}

type Stay = Pick<Membership, 'conversationId' | 'joinedSeq' | 'leftSeq'>

/** How many conversations are read at the same time for one viewer who was away. */
const MAX_PARALLEL_READS = 8

/**
 * Reads the log as far as it is applied. Those who come back take turns, so that many at once leave time for those who send,
 * and share a page that they want at the same time. `events` is for live topics: it waits for no turn, and shares nothing,
 * since a read that is under way may have begun before the newest event was applied.
 */
export function createEventLogReading({
  events,
  conversations,
  members,
  payloadsOf,
  bytesOf,
}: {
  events: Pick<EventStore, 'range' | 'since' | 'at'>
  conversations: {
    byIds: (ids: readonly string[]) => Promise<Pick<Conversation, 'id' | 'lastSeq' | 'lastEventAtMs'>[]>
  }
  members: {
    ofUser: (userId: string) => Promise<Stay[]>
    currentIn: (userId: string, conversationIds: readonly string[]) => Promise<Stay[]>
    stirredSince: (userId: string, sinceMs: number) => Promise<Stay[]>
    endedSince: (userId: string, sinceMs: number) => Promise<Stay[]>
  }
  payloadsOf: PayloadsOf
  bytesOf: BytesOf
}): EventLogReading {
  const inTurn = createTurns(MAX_LOG_READS_AT_ONCE)
  const pageOf = async (entries: readonly LogEntry[]) =>
    payloadsOf(entries.slice(0, countInPage(await bytesOf(entries))))
  const headsOf = async (conversationIds: string[]) => {
    const found = await conversations.byIds(conversationIds)
    return new Map(found.map(({ id, lastSeq }) => [id, lastSeq]))
  }

  return {
    async memberships({ userId, conversationId, heads: areHeadsWanted }) {
      const found =
        conversationId === undefined ? await members.ofUser(userId) : await members.currentIn(userId, [conversationId])
      const memberships = found.map(({ conversationId, joinedSeq }) => ({ conversationId, joinedSeq, headSeq: 0 }))
      if (!areHeadsWanted) return { memberships }
      const heads = await headsOf(memberships.map((membership) => membership.conversationId))
      return {
        memberships: memberships
          .map((membership) => ({ ...membership, headSeq: heads.get(membership.conversationId) ?? 0 }))
          // A membership is written shortly before the event that began it counts as applied.
          .filter(({ joinedSeq, headSeq }) => joinedSeq <= headSeq),
      }
    },

    async heads({ conversationIds }) {
      const heads = await headsOf(conversationIds)
      return { heads: [...heads].map(([conversationId, headSeq]) => ({ conversationId, headSeq })) }
    },

    async events({ conversationId, afterSeq, upToSeq = Infinity, limit }) {
      const headSeq = (await headsOf([conversationId])).get(conversationId) ?? 0
      const range = { conversationId, afterSeq, upToSeq: Math.min(upToSeq, headSeq) }
      const found = range.afterSeq < range.upToSeq ? await events.range(range, limit) : []
      return { events: await pageOf(found), headSeq }
    },

    eventsAt: singleFlight(({ places }) =>
      inTurn(async () => {
        const found = new Map((await events.at(places)).map((entry) => [keyOf(entry), entry]))
        const entries = places.map((place) => found.get(keyOf(place)))
        const firstMissing = entries.indexOf(undefined)
        const there = firstMissing === -1 ? entries : entries.slice(0, firstMissing)
        return { events: await pageOf(there.filter((entry) => entry !== undefined)) }
      }),
    ),

    missedPlaces: (request) =>
      inTurn(async () => {
        const found = await findMissed(request)
        return found
          ? { expired: false, places: found.map((entry) => placeOf(entry, request.userId)) }
          : { expired: true }
      }),

    missed: (request) =>
      inTurn(async () => {
        const found = await findMissed(request)
        return found ? { expired: false, events: await payloadsOf(found) } : { expired: true }
      }),
  }

  /** Null when it is more than can be brought, or too long ago. */
  async function findMissed({ userId, sinceMs, seen }: MissedRequest): Promise<LogEntry[] | null> {
    if (sinceMs < Date.now() - MAX_CURSOR_AGE_MS - CURSOR_SLACK_MS) return null
    const [current, ended] = await Promise.all([
      members.stirredSince(userId, sinceMs),
      members.endedSince(userId, sinceMs),
    ])
    const memberships = [...current, ...ended]
    const conversationIds = [...new Set(memberships.map(({ conversationId }) => conversationId))]
    // Some memberships do not tell whether something has happened: their conversations do.
    const moved = (await conversations.byIds(conversationIds)).filter(({ lastEventAtMs }) => lastEventAtMs >= sinceMs)
    const heads = new Map(moved.map(({ id, lastSeq }) => [id, lastSeq]))
    const ranges = visibleRanges(memberships, heads, new Map(seen.map((at) => [at.conversationId, at.seq])))
    const found: LogEntry[] = []
    for (let start = 0; start < ranges.length; start += MAX_PARALLEL_READS) {
      const parts = ranges.slice(start, start + MAX_PARALLEL_READS)
      const read = await Promise.all(parts.map((range) => events.since(range, sinceMs, MAX_MISSED_EVENTS + 1)))
      found.push(...read.flat())
      if (found.length > MAX_MISSED_EVENTS) return null
    }
    const bytes = (await bytesOf(found)).reduce((sum, own) => sum + own, 0)
    return bytes > MAX_MISSED_BYTES ? null : inOrderOfTime(found)
  }
}

type MissedRequest = Parameters<EventLogReading['missed']>[0]

const keyOf = ({ conversationId, seq }: { conversationId: string; seq: number }) => `${conversationId} ${seq}`

function placeOf(entry: LogEntry, userId: string): MissedPlace {
  const { conversationId, seq, atMs } = entry
  const place = { conversationId, seq, atMs }
  if (entry.type !== 'MembersChanged') return place
  if (entry.body.leftIds.includes(userId)) return { ...place, membership: 'ended' }
  if (entry.body.joinedIds.includes(userId)) return { ...place, membership: 'began' }
  return place
}

/** What the user may see of each conversation and has not seen: from joining to leaving, both included. */
export function visibleRanges(
  memberships: Stay[],
  heads: ReadonlyMap<string, number>,
  seen: ReadonlyMap<string, number>,
): Range[] {
  return memberships
    .map(({ conversationId, joinedSeq, leftSeq }) => ({
      conversationId,
      afterSeq: Math.max(joinedSeq - 1, seen.get(conversationId) ?? 0),
      upToSeq: Math.min(leftSeq ?? Infinity, heads.get(conversationId) ?? 0),
    }))
    .filter(({ afterSeq, upToSeq }) => afterSeq < upToSeq)
}

/**
 * Oldest first over all conversations, each one's own in order of seq, also where clocks of processes disagree: an event
 * counts as no older than those before it.
 */
export function inOrderOfTime(entries: LogEntry[]): LogEntry[] {
  const dated = [...Map.groupBy(entries, ({ conversationId }) => conversationId).values()].flatMap((own) => {
    let timeMs = 0
    return own
      .toSorted((a, b) => a.seq - b.seq)
      .map((entry) => {
        timeMs = Math.max(timeMs, entry.atMs)
        return { entry, timeMs }
      })
  })
  // Sorting is stable, so entries of one conversation at one time keep their order.
  return dated.toSorted((a, b) => a.timeMs - b.timeMs).map(({ entry }) => entry)
}
