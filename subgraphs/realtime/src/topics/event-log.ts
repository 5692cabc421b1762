import { eventsRoute, headsRoute, membershipsRoute, missedRoute } from '@colloquy/schema/event-log'
import type { DurableEvent } from '@colloquy/schema/events/durable-event'
import { LRUCache } from 'lru-cache'
import { isDeepStrictEqual } from 'node:util'
import type { Ask, RouteClient } from '../ask-route.ts'
import type { RealtimeLimits } from '../limits.ts'

/** The event log of chat, as schema/src/event-log.ts describes it. All methods throw when chat does not answer. */
export interface EventLog {
  memberships: Ask<typeof membershipsRoute>
  heads: Ask<typeof headsRoute>
  events: Ask<typeof eventsRoute>
  missed: Ask<typeof missedRoute>
}

/** Reads chat's event log. @param chat the client of chat's routes; it stays the caller's */
export function createEventLog(chat: Pick<RouteClient, 'route'>, limits: RealtimeLimits): EventLog {
  const memberships = chat.route(membershipsRoute)
  const heads = chat.route(headsRoute)
  const events = chat.route(eventsRoute)
  const missed = chat.route(missedRoute)

  /**
   * What was read a moment ago, so that many who resume get the same objects, and the gateway renders each of them once.
   * An event is told with its message as it stands: what has changed since is another object.
   */
  const recent = new LRUCache<string, DurableEvent>({ max: limits.maxRecentEvents, ttl: limits.recentEventTtlMs })
  const same = (event: DurableEvent): DurableEvent => {
    const key = `${event.conversationId} ${event.seq}`
    const known = recent.get(key)
    if (known && isDeepStrictEqual(known, event)) return known
    recent.set(key, event)
    return event
  }
  return {
    memberships,
    heads,
    async events(body) {
      const page = await events(body)
      return { ...page, events: page.events.map(same) }
    },
    async missed(body) {
      const found = await missed(body)
      return found.expired ? found : { ...found, events: found.events.map(same) }
    },
  }
}
