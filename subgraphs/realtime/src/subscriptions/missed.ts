import { CURSOR_SLACK_MS, MAX_MISSED_EVENTS } from '@colloquy/schema/event-log'
import type { MissedPlace } from '@colloquy/schema/event-log'
import type { EventLog } from '../topics/event-log.ts'
import { cursorExpired } from './cursor.ts'

/** Where a client says it was. */
export interface Resume {
  /** The instant of its cursor. */
  afterMs: number
  /** The seq of the last event it received of a conversation. */
  seen: readonly { conversationId: string; seq: number }[]
}

/**
 * Where the events are that a viewer missed, in the order in which they are to be sent. Of conversations that are held
 * (joined, with their events kept back) only what came before; of others only what ended with the viewer's departure, since
 * the rest follows live.
 * @throws DomainError CURSOR_EXPIRED when it is more than can be brought, or too long ago
 */
export async function findMissed(
  log: EventLog,
  {
    userId,
    resume: { afterMs, seen },
    heldFrom,
  }: {
    userId: string
    resume: Resume
    /** By conversation: the seq by which the viewer joined it, and the last one that will not come live. */
    heldFrom: ReadonlyMap<string, { joinedSeq: number; headSeq: number }>
  },
): Promise<MissedPlace[]> {
  const missed = await log.missedPlaces({ userId, sinceMs: Math.max(0, afterMs - CURSOR_SLACK_MS), seen: [...seen] })
  if (missed.expired) throw cursorExpired()
  const byConversation = Map.groupBy(missed.places, ({ conversationId }) => conversationId)
  for (const [conversationId, places] of byConversation) {
    const held = heldFrom.get(conversationId)
    byConversation.set(
      conversationId,
      held ? places.filter(({ seq }) => seq <= held.headSeq) : untilLastJoining(places),
    )
  }

  // The cursor bounds by time what is missed; a position says it exactly, however late an event was published.
  const gaps = seen.flatMap(({ conversationId, seq }) => {
    const held = heldFrom.get(conversationId)
    if (!held) return []
    const afterSeq = Math.max(seq, held.joinedSeq - 1)
    const upToSeq = (byConversation.get(conversationId)?.[0]?.seq ?? held.headSeq + 1) - 1
    return afterSeq < upToSeq ? [{ conversationId, afterSeq, upToSeq }] : []
  })
  const inGaps = gaps.reduce((sum, { afterSeq, upToSeq }) => sum + upToSeq - afterSeq, 0)
  if (missed.places.length + inGaps > MAX_MISSED_EVENTS) throw cursorExpired()
  for (const { conversationId, afterSeq, upToSeq } of gaps) {
    const later = byConversation.get(conversationId) ?? []
    const gap = Array.from({ length: upToSeq - afterSeq }, (_, index) => ({
      conversationId,
      seq: afterSeq + index + 1,
      // They are from before the cursor, and sent before everything after it.
      atMs: 0,
    }))
    byConversation.set(conversationId, [...gap, ...later])
  }
  return inOrderOfTime([...byConversation.values()])
}

/** Without the last membership, if it has not ended. */
function untilLastJoining(places: MissedPlace[]): MissedPlace[] {
  const joined = places.findLastIndex(({ membership }) => membership === 'began')
  const departed = places.findLastIndex(({ membership }) => membership === 'ended')
  return joined > departed ? places.slice(0, joined) : places
}

/**
 * Merges conversations by time, each in its own order. A client that is cut off in the middle resumes with the cursor
 * of the last event it got: nothing that is still to come may be older than that by more than the slack. Since the
 * clocks behind one conversation's events differ a little, an event counts as no earlier than the one before it.
 */
function inOrderOfTime(conversations: MissedPlace[][]): MissedPlace[] {
  return conversations
    .flatMap((places) => {
      let timeMs = 0
      return places.map((place) => {
        timeMs = Math.max(timeMs, place.atMs)
        return { place, timeMs }
      })
    })
    .toSorted((a, b) => a.timeMs - b.timeMs)
    .map(({ place }) => place)
}
