import type { IncomingMessage } from 'node:http'
import { forbidden } from '@colloquy/platform/errors'
import type { DomainError } from '@colloquy/platform/errors'
import { CLIENT_HEADER, clientIp, verifyClient } from '@colloquy/schema/client-address'

/** Where a request came from, as far as it can be believed. */
export interface ClientAddress {
  ip: string
  userAgent?: string
}

/** How a request's own address is found. */
export interface AddressOptions {
  /** How many proxies in front append to X-Forwarded-For. */
  trustedProxyHops: number
  /** Shared with the web's server, which signs for whom it asks; without it nobody is believed to. */
  webClientSecret?: string
}

/** Longer ones are cut: the name of a device is all that is made of it. */
const MAX_USER_AGENT_LENGTH = 256

/** Refused rather than passed over: a web server with another secret would be taken for one client, and limited as one. */
const NOT_BELIEVED = `The header ${CLIENT_HEADER} is not signed with WEB_CLIENT_SECRET, or not within this minute.`

/**
 * The address of who asks: the one that the web's server has signed, if it asks for a browser, or else that of the connection.
 * @returns `refused` when such a signature is not to be believed; the request then counts as of who has connected
 */
export function clientAddress(
  request: IncomingMessage,
  options: AddressOptions,
): { from: ClientAddress; refused?: DomainError } {
  const from = connectionAddress(request, options.trustedProxyHops)
  const value = request.headers[CLIENT_HEADER]
  if (value === undefined) return { from }
  const secret = options.webClientSecret
  const ip = secret === undefined ? null : verifyClient(String(value), secret)
  return ip === null ? { from, refused: forbidden(NOT_BELIEVED) } : { from: { ...from, ip } }
}

/** The address of who has connected, or of who stands in front of our own proxies. */
export function connectionAddress({ headers, socket }: IncomingMessage, trustedProxyHops: number): ClientAddress {
  const forwardedFor = [headers['x-forwarded-for'] ?? []].flat().join(',')
  const ip = clientIp({ forwardedFor, peer: socket.remoteAddress ?? 'unknown', trustedProxyHops })
  const userAgent = headers['user-agent']?.slice(0, MAX_USER_AGENT_LENGTH)
  return { ip, ...(userAgent && { userAgent }) }
}
