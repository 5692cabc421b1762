import type { z } from 'zod'
import type { VerifyAssertion } from './assertions.ts'
import { sendJson } from './http-server.ts'
import type { Handler } from './http-server.ts'
import { readJson, requireIdentity } from './subgraph-server.ts'

/** What two services have agreed on: JSON over POST, beside /graphql, for callers with an assertion of kind `service`. */
export interface InternalRoute<Request extends z.ZodType = z.ZodType, Response extends z.ZodType = z.ZodType> {
  path: string
  request: Request
  response: Response
}

/** How a route is answered. */
export type Answer<Route extends InternalRoute> = (
  request: z.output<Route['request']>,
) => Promise<z.output<Route['response']>>

/** Serves a route: its path and handler. Others than services get 403, a request that is not as agreed gets 400. */
export function serveRoute<Request extends z.ZodType, Response extends z.ZodType>(
  { path, request: schema }: InternalRoute<Request, Response>,
  verifyAssertion: VerifyAssertion,
  answer: (request: z.output<Request>) => Promise<z.output<Response>>,
): Record<string, Handler> {
  const handle = requireIdentity(verifyAssertion, async ({ kind }, request, response) => {
    if (kind !== 'service') return sendJson(response, 403, { error: 'This is for services only.' })
    const body = await readJson(request, response)
    if (body === undefined) return
    const parsed = schema.safeParse(body)
    if (parsed.success) return sendJson(response, 200, await answer(parsed.data))
    sendJson(response, 400, { error: 'The request is not as agreed.', issues: parsed.error.issues })
  })
  return { [path]: handle }
}
