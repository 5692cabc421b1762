import { DomainError } from '@colloquy/platform/errors'
import { networkOf } from '@colloquy/platform/network'
import { createRateLimit } from '@colloquy/platform/rate-limit'
import type { RedisConnection } from '@colloquy/platform/redis'
import type { SecurityLog } from '@colloquy/platform/security-log'

const HOUR_SECONDS = 3_600

export interface IpLimit {
  /** @throws DomainError RATE_LIMITED when the network has had its share of this hour */
  count: (ip: string) => Promise<void>
  /** Takes one back that came to nothing for a fault of ours. */
  uncount: (ip: string) => Promise<void>
}

/** At most `perHour` for one network; what is refused is a security event. */
export function createIpLimit(
  redis: RedisConnection,
  name: string,
  { perHour, securityLog }: { perHour: number; securityLog: SecurityLog },
): IpLimit {
  const limit = createRateLimit(redis, { name: `ip:${name}`, points: perHour, windowSeconds: HOUR_SECONDS })
  return {
    async count(ip) {
      try {
        await limit.take(networkOf(ip))
      } catch (error) {
        if (error instanceof DomainError) securityLog({ type: 'limit-reached', limit: name }, { ip })
        throw error
      }
    },
    uncount: (ip) => limit.giveBack(networkOf(ip)),
  }
}
