import type { Handler } from '@colloquy/platform/http-server'
import { serveRoute } from '@colloquy/platform/internal-route'
import { eventsRoute, headsRoute, membershipsRoute, missedRoute } from '@colloquy/schema/event-log'
import type { EventLogReading } from './reading.ts'

/** Serves the event log to Colloquy's own services, by the contract of @colloquy/schema/event-log. */
export function eventLogRoutes(reading: EventLogReading, identitySecret: string): Record<string, Handler> {
  return {
    ...serveRoute(membershipsRoute, identitySecret, reading.memberships),
    ...serveRoute(headsRoute, identitySecret, reading.heads),
    ...serveRoute(eventsRoute, identitySecret, reading.events),
    ...serveRoute(missedRoute, identitySecret, reading.missed),
  }
}
