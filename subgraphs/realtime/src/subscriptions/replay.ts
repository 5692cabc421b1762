import type { ViewerStream } from '@colloquy/platform/mounted-subgraph'
import { MAX_EVENTS_PER_PAGE } from '@colloquy/schema/event-log'
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
    const size = Math.min(MAX_EVENTS_PER_PAGE, upToSeq - sentSeq)
    const places = Array.from({ length: size }, (_, index) => ({ conversationId, seq: sentSeq + index + 1 }))
    const events = await log.pageAt(places)
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

/**
 * Sends one viewer the events at places of the log, likewise.
 * @throws when the log cannot be read, or lacks what it should have
 */
export async function replayPlaces(
  log: EventLog,
  stream: ViewerStream,
  places: readonly { conversationId: string; seq: number }[],
): Promise<void> {
  for (let sent = 0; sent < places.length;) {
    if (stream.closed) return
    const events = await log.pageAt(places.slice(sent, sent + MAX_EVENTS_PER_PAGE))
    const [first] = events
    if (!first) throw new Error(`The log lacks the event ${places[sent]?.seq} of ${places[sent]?.conversationId}`)
    for (const event of events) {
      if (stream.closed) return
      await stream.send(event)
    }
    sent += events.length
  }
}
