import type { VerifyAssertion } from '@colloquy/platform/assertions'
import type { Handler } from '@colloquy/platform/http-server'
import { serveRoute } from '@colloquy/platform/internal-route'
import { eventsRoute, headsRoute, membershipsRoute, missedRoute } from '@colloquy/schema/event-log'
import type { EventLogReading } from './reading.ts'

/** Serves the event log to Colloquy's own services, by the contract of @colloquy/schema/event-log. */
export function eventLogRoutes(reading: EventLogReading, verifyAssertion: VerifyAssertion): Record<string, Handler> {
  return {
    ...serveRoute(membershipsRoute, verifyAssertion, reading.memberships),
    ...serveRoute(headsRoute, verifyAssertion, reading.heads),
    ...serveRoute(eventsRoute, verifyAssertion, reading.events),
    ...serveRoute(missedRoute, verifyAssertion, reading.missed),
  }
}
