import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import { DomainError, rateLimited } from './errors.ts'
import type { RedisConnection } from './redis.ts'
import type { SecurityLog } from './security-log.ts'

export interface RateLimit {
  /**
   * Takes points of a key's share of the current window: all of them, or none and an error.
   * @throws DomainError RATE_LIMITED with the seconds until the window ends, when fewer are left
   */
  take: (key: string, points?: number) => Promise<void>
  /** Gives points back that were taken for something that came to nothing. */
  giveBack: (key: string, points?: number) => Promise<void>
}

export interface RateLimitOptions {
  /** Of what is limited; limits with the same name share their counts. */
  name: string
  points: number
  windowSeconds: number
}

/**
 * Counts in Redis, so exactly and for all processes together: at most `points` a key in each window, which begins with the
 * first take. Without Redis every take fails: whoever could stop Redis would be without limits.
 */
export function createRateLimit(redis: RedisConnection, { name, points, windowSeconds }: RateLimitOptions): RateLimit {
  const limiter = new RateLimiterRedis({
    storeClient: redis,
    keyPrefix: `rate-limit:${name}`,
    points,
    duration: windowSeconds,
  })
  return {
    async take(key, taken = 1) {
      try {
        await limiter.consume(key, taken)
      } catch (error) {
        if (!(error instanceof RateLimiterRes)) throw error
        // What was refused would count too, and one large request use up the share of many small ones.
        await limiter.reward(key, taken)
        throw rateLimited(error.msBeforeNext / 1_000)
      }
    },
    async giveBack(key, given = 1) {
      await limiter.reward(key, given)
    },
  }
}

/** A rate limit whose keys are users' ids: what it refuses is a security event. */
export function createUserLimit(
  redis: RedisConnection,
  { securityLog, ...options }: RateLimitOptions & { securityLog: SecurityLog },
): RateLimit {
  const limit = createRateLimit(redis, options)
  return {
    ...limit,
    async take(userId, taken) {
      try {
        await limit.take(userId, taken)
      } catch (error) {
        if (error instanceof DomainError) securityLog({ type: 'limit-reached', limit: options.name, userId })
        throw error
      }
    },
  }
}
