import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'

/** Why there is no WebSocket: a status for programs, a sentence for people. */
export interface UpgradeRefusal {
  status: 400 | 403 | 404 | 429 | 503
  message: string
  /** Seconds, sent as Retry-After. */
  retryAfter?: number
}

const CODES = {
  400: 'BAD_REQUEST',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  429: 'RATE_LIMITED',
  503: 'SERVICE_UNAVAILABLE',
} as const

/** Answers an upgrade by an HTTP error in the form of the API's errors, and closes the connection. */
export function refuseUpgrade(stream: Duplex, { status, message, retryAfter }: UpgradeRefusal): void {
  const extensions = { code: CODES[status], ...(retryAfter !== undefined && { retryAfter }) }
  const body = JSON.stringify({ errors: [{ message, extensions }] })
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Connection: close',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...(retryAfter === undefined ? [] : [`Retry-After: ${retryAfter}`]),
  ]
  stream.on('error', () => stream.destroy())
  // A peer may leave its half of the connection open for ever.
  stream.once('finish', () => stream.destroy())
  stream.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}
