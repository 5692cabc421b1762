import { CURSOR_SLACK_MS, MAX_MISSED_EVENTS } from '@colloquy/schema/event-log'
import type { DurableEvent } from '@colloquy/schema/events/durable-event'
import type { EventLog } from '../topics/event-log.ts'
import { cursorExpired } from './cursor.ts'
import { bringsIn, takesOut } from '../topics/membership.ts'

/** Where a client says it was. */
export interface Resume {
  /** The instant of its cursor. */
  afterMs: number
  /** The seq of the last event it received of a conversation. */
  seen: readonly { conversationId: string; seq: number }[]
}

/**
 * What a viewer missed, in the order in which it is to be sent. Of conversations that are held (joined, with their
 * events kept back) only what came before; of others only what ended with the viewer's departure, since the rest
 * follows live.
 * @throws DomainError CURSOR_EXPIRED when it is more than can be brought, or too long ago
 */
export async function readMissed(
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
): Promise<DurableEvent[]> {
  const missed = await log.missed({ userId, sinceMs: Math.max(0, afterMs - CURSOR_SLACK_MS), seen: [...seen] })
  if (missed.expired) throw cursorExpired()
  const byConversation = Map.groupBy(missed.events, ({ conversationId }) => conversationId)
  for (const [conversationId, events] of byConversation) {
    const held = heldFrom.get(conversationId)
    byConversation.set(
      conversationId,
      held ? events.filter(({ seq }) => seq <= held.headSeq) : untilLastJoining(events, userId),
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
  if (missed.events.length + inGaps > MAX_MISSED_EVENTS) throw cursorExpired()
  await Promise.all(
    gaps.map(async (gap) => {
      const later = byConversation.get(gap.conversationId) ?? []
      byConversation.set(gap.conversationId, [...(await readRange(log, gap)), ...later])
    }),
  )
  return inOrderOfTime([...byConversation.values()])
}

/** Without the last membership, if it has not ended. */
function untilLastJoining(events: DurableEvent[], userId: string): DurableEvent[] {
  const joined = events.findLastIndex((event) => bringsIn(event, userId))
  const departed = events.findLastIndex((event) => takesOut(event, userId))
  return joined > departed ? events.slice(0, joined) : events
}

async function readRange(
  log: EventLog,
  { conversationId, afterSeq, upToSeq }: { conversationId: string; afterSeq: number; upToSeq: number },
): Promise<DurableEvent[]> {
  const read: DurableEvent[] = []
  for (let lastSeq = afterSeq; lastSeq < upToSeq; lastSeq = read.at(-1)?.seq ?? upToSeq) {
    const { events } = await log.events({ conversationId, afterSeq: lastSeq, upToSeq })
    if (events.length === 0) throw new Error(`The log of ${conversationId} ends at ${lastSeq}, before ${upToSeq}`)
    read.push(...events)
  }
  return read
}

/**
 * Merges conversations by time, each in its own order. A client that is cut off in the middle resumes with the cursor
 * of the last event it got: nothing that is still to come may be older than that by more than the slack. Since the
 * clocks behind one conversation's events differ a little, an event counts as no earlier than the one before it.
 */
function inOrderOfTime(conversations: DurableEvent[][]): DurableEvent[] {
  return conversations
    .flatMap((events) => {
      let timeMs = 0
      return events.map((event) => {
        timeMs = Math.max(timeMs, event.atMs)
        return { event, timeMs }
      })
    })
    .toSorted((a, b) => a.timeMs - b.timeMs)
    .map(({ event }) => event)
}
