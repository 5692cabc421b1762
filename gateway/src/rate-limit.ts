import { rateLimited } from '@colloquy/platform/errors'
import { LRUCache } from 'lru-cache'

export interface RateLimiter {
  /**
   * Looks whether there is one in the bucket of a key, and takes none.
   * @throws DomainError RATE_LIMITED when it is empty
   */
  check: (key: string) => void
  /**
   * Takes one from the bucket of a key.
   * @throws DomainError RATE_LIMITED when it is empty
   */
  take: (key: string) => void
}

/** Keys remembered; one that is forgotten starts with a full bucket. */
const MAX_KEYS = 50_000

/**
 * Token buckets in this process: what keeps one caller from taking a gateway for itself. Guessing of codes and the like
 * is limited by the subgraphs, exactly and for all processes together.
 */
export function createRateLimiter({
  perSecond,
  burst,
  now = Date.now,
}: {
  perSecond: number
  burst: number
  now?: () => number
}): RateLimiter {
  const buckets = new LRUCache<string, { tokens: number; atMs: number }>({ max: MAX_KEYS })
  const filled = (key: string) => {
    const atMs = now()
    const bucket = buckets.get(key) ?? { tokens: burst, atMs }
    bucket.tokens = Math.min(burst, bucket.tokens + ((atMs - bucket.atMs) / 1_000) * perSecond)
    bucket.atMs = atMs
    if (bucket.tokens < 1) throw rateLimited((1 - bucket.tokens) / perSecond)
    return bucket
  }
  return {
    check: (key) => void filled(key),
    take(key) {
      const bucket = filled(key)
      bucket.tokens -= 1
      buckets.set(key, bucket)
    },
  }
}
