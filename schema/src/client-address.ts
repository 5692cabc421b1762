import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'

/**
 * Whose request it is, where Colloquy's own web server asks the gateway for a browser. Only who has the secret can say so, and
 * what is said holds for a minute.
 */

/** The request header that carries it from the web's server to the gateway. */
export const CLIENT_HEADER = 'x-colloquy-client'
/** For how long it holds, before and after: clocks may differ by as much. */
export const CLIENT_TTL_MS = 60_000

const claims = z.object({ ip: z.string().min(1).max(64), atMs: z.int() })

const macOf = (payload: string, secret: string): Buffer =>
  createHmac('sha256', secret).update(`${CLIENT_HEADER}\n${payload}`).digest()

/** The header's value for a client's address. */
export function signClient(ip: string, secret: string, nowMs = Date.now()): string {
  const payload = Buffer.from(JSON.stringify({ ip, atMs: nowMs })).toString('base64url')
  return `${payload}.${macOf(payload, secret).toString('base64url')}`
}

/** The address that a header's value names; null when it is forged, malformed, or not of this minute. */
export function verifyClient(value: string, secret: string, nowMs = Date.now()): string | null {
  const [payload = '', mac = '', ...rest] = value.split('.')
  const [given, expected] = [Buffer.from(mac, 'base64url'), macOf(payload, secret)]
  if (rest.length > 0 || given.length !== expected.length || !timingSafeEqual(given, expected)) return null
  const { ip, atMs } = claims.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')))
  return Math.abs(nowMs - atMs) <= CLIENT_TTL_MS ? ip : null
}

/**
 * The client's address. Each proxy appends the peer that it saw to X-Forwarded-For, so with `trustedProxyHops` proxies of
 * our own in front, the client stands that far from the end; whatever comes before it the client may have made up.
 */
export function clientIp(request: { forwardedFor: string | null; peer: string; trustedProxyHops: number }): string {
  const forwarded = (request.forwardedFor ?? '').split(',').map((hop) => hop.trim())
  const hops = [...forwarded.filter(Boolean), request.peer]
  const ip = hops[Math.max(0, hops.length - 1 - request.trustedProxyHops)] ?? request.peer
  return ip.replace(/^::ffff:(?=\d+\.)/i, '')
}
