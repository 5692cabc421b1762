import type { Answer } from '@colloquy/platform/internal-route'
import { CURSOR_SLACK_MS, MAX_CURSOR_AGE_MS, MAX_MISSED_EVENTS } from '@colloquy/schema/event-log'
import type { eventsRoute, headsRoute, membershipsRoute, missedRoute } from '@colloquy/schema/event-log'
import type { Conversation } from '../conversations/conversations.ts'
import type { Membership } from '../members/members.ts'
import type { MemberStore } from '../members/store.ts'
import type { LogEntry } from './entry.ts'
import type { PayloadsOf } from './payloads.ts'
import type { EventStore, Range } from './store.ts'

export interface EventLogReading {
  memberships: Answer<typeof membershipsRoute>
  heads: Answer<typeof headsRoute>
  events: Answer<typeof eventsRoute>
  missed: Answer<typeof missedRoute>
}

/** How many conversations are read at the same time for one viewer who was away. */
const MAX_PARALLEL_READS = 8

/** Reads the log as far as it is applied. */
export function createEventLogReading({
  events,
  conversations,
  members,
  payloadsOf,
}: {
  events: Pick<EventStore, 'range' | 'since'>
  conversations: { byIds: (ids: readonly string[]) => Promise<Conversation[]> }
  members: Pick<MemberStore, 'ofUser' | 'currentIn' | 'endedSince'>
  payloadsOf: PayloadsOf
}): EventLogReading {
  const headsOf = async (conversationIds: string[]) => {
    const found = await conversations.byIds(conversationIds)
    return new Map(found.map(({ id, lastSeq }) => [id, lastSeq]))
  }

  return {
    async memberships({ userId, conversationId }) {
      const found =
        conversationId === undefined ? await members.ofUser(userId) : await members.currentIn(userId, [conversationId])
      const heads = await headsOf(found.map((membership) => membership.conversationId))
      return {
        memberships: found
          .map(({ conversationId, joinedSeq }) => ({
            conversationId,
            joinedSeq,
            headSeq: heads.get(conversationId) ?? 0,
          }))
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
      return { events: await payloadsOf(found), headSeq }
    },

    async missed({ userId, sinceMs, seen }) {
      if (sinceMs < Date.now() - MAX_CURSOR_AGE_MS - CURSOR_SLACK_MS) return { expired: true }
      const [current, ended] = await Promise.all([members.ofUser(userId), members.endedSince(userId, sinceMs)])
      const memberships = [...current, ...ended]
      const conversationIds = [...new Set(memberships.map(({ conversationId }) => conversationId))]
      // Where nothing has happened since then the log need not be asked.
      const moved = (await conversations.byIds(conversationIds)).filter(({ lastEventAtMs }) => lastEventAtMs >= sinceMs)
      const heads = new Map(moved.map(({ id, lastSeq }) => [id, lastSeq]))
      const ranges = visibleRanges(memberships, heads, new Map(seen.map((at) => [at.conversationId, at.seq])))
      const found: LogEntry[] = []
      for (let start = 0; start < ranges.length; start += MAX_PARALLEL_READS) {
        const parts = ranges.slice(start, start + MAX_PARALLEL_READS)
        const read = await Promise.all(parts.map((range) => events.since(range, sinceMs, MAX_MISSED_EVENTS + 1)))
        found.push(...read.flat())
        if (found.length > MAX_MISSED_EVENTS) return { expired: true }
      }
      return { expired: false, events: await payloadsOf(inOrderOfTime(found)) }
    },
  }
}

/** What the user may see of each conversation and has not seen: from joining to leaving, both included. */
export function visibleRanges(
  memberships: Pick<Membership, 'conversationId' | 'joinedSeq' | 'leftSeq'>[],
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
