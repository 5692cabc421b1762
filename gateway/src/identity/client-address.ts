import type { IncomingMessage } from 'node:http'

/** Where a request came from, as far as it can be believed. */
export interface ClientAddress {
  ip: string
  userAgent?: string
}

/** Longer ones are cut: the name of a device is all that is made of it. */
const MAX_USER_AGENT_LENGTH = 256

/**
 * The client's address. Each proxy appends the peer that it saw to X-Forwarded-For, so with `trustedProxyHops` proxies
 * of our own in front, the client stands that far from the end; whatever comes before it the client may have made up.
 */
export function clientAddress(request: IncomingMessage, trustedProxyHops: number): ClientAddress {
  const forwarded = [request.headers['x-forwarded-for'] ?? []].flat().join(',').split(',')
  const hops = [...forwarded.map((hop) => hop.trim()).filter(Boolean), request.socket.remoteAddress ?? 'unknown']
  const ip = hops[Math.max(0, hops.length - 1 - trustedProxyHops)] ?? 'unknown'
  const userAgent = request.headers['user-agent']?.slice(0, MAX_USER_AGENT_LENGTH)
  return { ip: ip.replace(/^::ffff:/, ''), ...(userAgent && { userAgent }) }
}
