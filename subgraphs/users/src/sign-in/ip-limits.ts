import { networkOf } from '@colloquy/platform/network'
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
