import { STATUS_CODES } from 'node:http'
import type { ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

/** Why a request or a WebSocket is refused before GraphQL: a status for programs, a sentence for people. */
export interface Refusal {
  status: keyof typeof CODES
  message: string
  /** Seconds, sent as Retry-After. */
  retryAfter?: number
  /** The methods that there are, sent as Allow. */
  allow?: string
}

export const FOREIGN_ORIGIN: Refusal = { status: 403, message: 'Pages of this origin may not connect.' }
/** This process is about to end; another answers. */
export const DRAINING: Refusal = {
  status: 503,
  message: 'This is not available right now. Try again in 1 second.',
  retryAfter: 1,
}

export const NO_SUCH_METHOD: Refusal = { status: 405, message: 'Ask by GET or POST.', allow: 'GET, POST' }

export const NO_PREFLIGHT: Refusal = {
  status: 400,
  message:
    'A page of any origin could have sent this request (CSRF). Send a body of the type application/json, or a header Apollo-Require-Preflight.',
}

/** Nothing that a query can be answered by is accepted. */
export const NOT_ACCEPTABLE: Refusal = {
  status: 406,
  message:
    'Accept application/graphql-response+json or application/json, and for subscriptions text/event-stream or multipart/mixed;subscriptionSpec=1.0.',
}

const CODES = {
  400: 'BAD_REQUEST',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'BAD_REQUEST',
  406: 'BAD_REQUEST',
  413: 'BAD_REQUEST',
  429: 'RATE_LIMITED',
  500: 'INTERNAL_SERVER_ERROR',
  503: 'SERVICE_UNAVAILABLE',
} as const

const JSON_TYPE = 'application/json; charset=utf-8'

/** Answers a request of which the body is not read, or not all of it: its connection cannot be used again. */
export function refuseRequest(response: ServerResponse, refusal: Refusal): void {
  response.setHeader('connection', 'close')
  if (refusal.retryAfter !== undefined) response.setHeader('retry-after', refusal.retryAfter)
  if (refusal.allow !== undefined) response.setHeader('allow', refusal.allow)
  response.writeHead(refusal.status, { 'content-type': JSON_TYPE }).end(JSON.stringify(bodyOf(refusal)))
}

/** Answers an upgrade by an HTTP error in the form of the API's errors, and closes the connection. */
export function refuseUpgrade(stream: Duplex, refusal: Refusal): void {
  const { status, retryAfter } = refusal
  const body = JSON.stringify(bodyOf(refusal))
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Connection: close',
    `Content-Type: ${JSON_TYPE}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...(retryAfter === undefined ? [] : [`Retry-After: ${retryAfter}`]),
  ]
  stream.on('error', () => stream.destroy())
  // A peer may leave its half of the connection open for ever.
  stream.once('finish', () => stream.destroy())
  stream.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}

function bodyOf({ status, message, retryAfter }: Refusal) {
  return { errors: [{ message, extensions: { code: CODES[status], ...(retryAfter !== undefined && { retryAfter }) } }] }
}
