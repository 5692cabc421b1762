import type { ViewerStream } from '@colloquy/platform/mounted-subgraph'
import type { EventLog } from '../topics/event-log.ts'
import { takesOut } from '../topics/membership.ts'

/**
 * Sends one viewer the events of the log with afterSeq < seq <= upToSeq, page by page, as fast as the viewer takes
 * them. Returns the seq of the event by which the user left, where it stops; null when there is none.
 * @param memberSinceSeq departures up to here are of an earlier membership
 * @throws when the log cannot be read, or lacks what it should have
 */
export async function replay(
  log: EventLog,
  stream: ViewerStream,
  {
    conversationId,
    userId,
    afterSeq,
    upToSeq,
    memberSinceSeq,
  }: { conversationId: string; userId: string; afterSeq: number; upToSeq: number; memberSinceSeq: number },
): Promise<number | null> {
  for (let sentSeq = afterSeq; sentSeq < upToSeq;) {
    if (stream.closed) return null
    const { events } = await log.events({ conversationId, afterSeq: sentSeq, upToSeq })
    if (events.length === 0) throw new Error(`The log of ${conversationId} ends at ${sentSeq}, before ${upToSeq}`)
    for (const event of events) {
      if (stream.closed) return null
      await stream.send(event)
      sentSeq = event.seq
      if (takesOut(event, userId) && event.seq > memberSinceSeq) return event.seq
    }
  }
  return null
}
