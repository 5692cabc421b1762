import type { IncomingMessage, ServerResponse } from 'node:http'

/** How long a browser may remember a preflight's answer; none remembers for longer than a day. */
const PREFLIGHT_MAX_AGE_SECONDS = 86_400

/**
 * Lets pages of the origins allowed read the answer, and those alone. There are no cookies here, so credentials are not
 * allowed. Answers preflights; true when the response is complete.
 */
export function answerCors(
  request: IncomingMessage,
  response: ServerResponse,
  allowedOrigins: readonly string[],
): boolean {
  const { origin } = request.headers
  const isAllowed = origin !== undefined && allowedOrigins.includes(origin)
  response.setHeader('vary', 'Origin')
  if (isAllowed) {
    response.setHeader('access-control-allow-origin', origin)
    response.setHeader('access-control-expose-headers', 'retry-after')
  }
  if (request.method !== 'OPTIONS') return false
  if (isAllowed) {
    response.setHeader('access-control-allow-methods', 'GET, POST')
    response.setHeader(
      'access-control-allow-headers',
      'accept, authorization, content-type, last-event-id, apollo-require-preflight, x-apollo-operation-name',
    )
    response.setHeader('access-control-max-age', PREFLIGHT_MAX_AGE_SECONDS)
  }
  response.writeHead(204, { allow: 'GET, POST, OPTIONS' }).end()
  return true
}

/** Whether a page of an origin that is not allowed has sent a request; what its preflight would tell is told too late. */
export function isForeign({ headers }: IncomingMessage, allowedOrigins: readonly string[]): boolean {
  const { origin, 'sec-fetch-site': site } = headers
  return origin === undefined ? site === 'cross-site' : !allowedOrigins.includes(origin)
}
