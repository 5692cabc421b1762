import type { VerifyAssertion } from '@colloquy/platform/assertions'
import type { Handler } from '@colloquy/platform/http-server'
import { serveRoute } from '@colloquy/platform/internal-route'
import {
  eventsAtRoute,
  eventsRoute,
  headsRoute,
  membershipsRoute,
  missedPlacesRoute,
  missedRoute,
} from '@colloquy/schema/event-log'
import type { EventLogReading } from './reading.ts'

/** Serves the event log to Colloquy's own services, by the contract of @colloquy/schema/event-log. */
export function eventLogRoutes(reading: EventLogReading, verifyAssertion: VerifyAssertion): Record<string, Handler> {
  return {
    ...serveRoute(membershipsRoute, verifyAssertion, reading.memberships),
    ...serveRoute(headsRoute, verifyAssertion, reading.heads),
    ...serveRoute(eventsRoute, verifyAssertion, reading.events),
    ...serveRoute(eventsAtRoute, verifyAssertion, reading.eventsAt),
    ...serveRoute(missedPlacesRoute, verifyAssertion, reading.missedPlaces),
    ...serveRoute(missedRoute, verifyAssertion, reading.missed),
  }
}
