import { singleFlight } from '@colloquy/platform/single-flight'
import { createTurns } from '@colloquy/platform/turns'
import {
  EVENT_BYTES,
  eventsAtRoute,
  eventsRoute,
  headsRoute,
  membershipsRoute,
  missedPlacesRoute,
} from '@colloquy/schema/event-log'
import type { DurableEvent } from '@colloquy/schema/events/durable-event'
import { LRUCache } from 'lru-cache'
import { isDeepStrictEqual } from 'node:util'
import type { Ask, RouteClient } from '../ask-route.ts'
import type { RealtimeLimits } from '../limits.ts'

/** Where an event is. */
interface Place {
  conversationId: string
  seq: number
}

/** The event log of chat, as schema/src/event-log.ts describes it. All methods throw when chat does not answer. */
export interface EventLog {
  memberships: Ask<typeof membershipsRoute>
  heads: Ask<typeof headsRoute>
  /** The first events after a seq: for a live topic, so without a turn. */
  events: Ask<typeof eventsRoute>
  missedPlaces: Ask<typeof missedPlacesRoute>
  /** The first of the events at places; none only when the first is not there. The array is shared. */
  pageAt: (places: readonly Place[]) => Promise<readonly DurableEvent[]>
}

/**
 * Reads chat's event log. Those who resume take turns, in the order in which they came, and share a page that they want at the
 * same time. No page is kept: each replay that begins later reads the events as they stand then.
 * @param chat the client of chat's routes; it stays the caller's
 */
export function createEventLog(chat: Pick<RouteClient, 'route'>, limits: RealtimeLimits): EventLog {
  const memberships = chat.route(membershipsRoute)
  const heads = chat.route(headsRoute)
  const events = chat.route(eventsRoute)
  const eventsAt = chat.route(eventsAtRoute)
  const missedPlaces = chat.route(missedPlacesRoute)
  const inTurn = createTurns(limits.logReadsAtOnce)

  /**
   * What was read a moment ago, so that many who resume get the same objects, and the gateway renders each of them once.
   * An event is told with its message as it stands: what has changed since is another object.
   */
  const recent = new LRUCache<string, DurableEvent>({
    maxSize: limits.recentEventsBytes,
    sizeCalculation: bytesOf,
    ttl: limits.recentEventTtlMs,
  })
  const same = (event: DurableEvent): DurableEvent => {
    const key = `${event.conversationId} ${event.seq}`
    const known = recent.get(key)
    if (known && isDeepStrictEqual(known, event)) return known
    recent.set(key, event)
    return event
  }
  const pageAt = singleFlight((places: Place[]) => inTurn(async () => (await eventsAt({ places })).events.map(same)))

  return {
    // All of a user's are many documents to read, and many users come back at once; one is read at once.
    memberships: (body) => (body.conversationId === undefined ? inTurn(() => memberships(body)) : memberships(body)),
    heads,
    async events(body) {
      const page = await events(body)
      return { ...page, events: page.events.map(same) }
    },
    missedPlaces: (body) => inTurn(() => missedPlaces(body)),
    pageAt: (places) => pageAt(places.map(({ conversationId, seq }) => ({ conversationId, seq }))),
  }
}

/** About what an event takes in memory. */
const bytesOf = (event: DurableEvent): number => EVENT_BYTES + ('message' in event ? 2 * event.message.text.length : 0)
