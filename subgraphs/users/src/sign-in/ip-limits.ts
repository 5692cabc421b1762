import { isIPv6 } from 'node:net'
import { createRateLimit } from '@colloquy/platform/rate-limit'
import type { RedisConnection } from '@colloquy/platform/redis'

const HOUR_SECONDS = 3_600

export interface IpLimit {
  /** @throws DomainError RATE_LIMITED when the network has had its share of this hour */
  count: (ip: string) => Promise<void>
  /** Takes one back that came to nothing for a fault of ours. */
  uncount: (ip: string) => Promise<void>
}

/** At most `perHour` for one network. */
export function createIpLimit(redis: RedisConnection, name: string, perHour: number): IpLimit {
  const limit = createRateLimit(redis, { name: `ip:${name}`, points: perHour, windowSeconds: HOUR_SECONDS })
  return {
    count: (ip) => limit.take(networkOf(ip)),
    uncount: (ip) => limit.giveBack(networkOf(ip)),
  }
}

/** What one subscriber of a provider has for their own: an IPv4 address, or the first 64 bits of an IPv6 one. */
export function networkOf(ip: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1]
  if (mapped) return mapped
  if (!isIPv6(ip)) return ip
  const [head = '', tail] = ip.toLowerCase().split('::')
  const groups = head === '' ? [] : head.split(':')
  const after = tail ? tail.split(':') : []
  const zeros = tail === undefined ? 0 : 8 - groups.length - after.length
  return [...groups, ...Array<string>(Math.max(0, zeros)).fill('0'), ...after].slice(0, 4).join(':')
}
