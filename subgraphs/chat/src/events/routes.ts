import { sendJson } from '@colloquy/platform/http-server'
import type { Handler } from '@colloquy/platform/http-server'
import { readJson, requireIdentity } from '@colloquy/platform/subgraph-server'
import { eventsRoute, headsRoute, membershipsRoute, missedRoute } from '@colloquy/schema/event-log'
import type { z } from 'zod'
import type { EventLogReading } from './reading.ts'

/** Serves the event log to Colloquy's own services, by the contract of @colloquy/schema/event-log. */
export function eventLogRoutes(reading: EventLogReading, identitySecret: string): Record<string, Handler> {
  const serve = <Request extends z.ZodType>(
    schema: Request,
    answer: (request: z.output<Request>) => Promise<unknown>,
  ) =>
    requireIdentity(identitySecret, async ({ kind }, request, response) => {
      if (kind !== 'service') return sendJson(response, 403, { error: 'This is for services only.' })
      const body = await readJson(request, response)
      if (body === undefined) return
      const parsed = schema.safeParse(body)
      if (parsed.success) return sendJson(response, 200, await answer(parsed.data))
      sendJson(response, 400, { error: 'The request is not as agreed.', issues: parsed.error.issues })
    })
  return {
    [membershipsRoute.path]: serve(membershipsRoute.request, reading.memberships),
    [headsRoute.path]: serve(headsRoute.request, reading.heads),
    [eventsRoute.path]: serve(eventsRoute.request, reading.events),
    [missedRoute.path]: serve(missedRoute.request, reading.missed),
  }
}
