import type { Allowance } from '@colloquy/federation'
import { rateLimited } from '@colloquy/platform/errors'
import { LRUCache } from 'lru-cache'

export interface RateLimiter {
  /**
   * Looks whether there is anything in the bucket of a key, and takes nothing.
   * @throws DomainError RATE_LIMITED when it is empty
   */
  check: (key: string) => void
  /**
   * Takes a cost from the bucket of a key.
   * @throws DomainError RATE_LIMITED when there is not so much in it; then nothing is taken
   */
  take: (key: string, cost: number) => void
  allowance: (key: string) => Allowance
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
  const refilled = (key: string) => {
    const atMs = now()
    const bucket = buckets.get(key) ?? { tokens: burst, atMs }
    bucket.tokens = Math.min(burst, bucket.tokens + ((atMs - bucket.atMs) / 1_000) * perSecond)
    bucket.atMs = atMs
    return bucket
  }
  const have = ({ tokens }: { tokens: number }, cost: number) => {
    if (tokens < cost) throw rateLimited((cost - tokens) / perSecond)
  }
  return {
    check: (key) => have(refilled(key), 1),
    take(key, cost) {
      const bucket = refilled(key)
      have(bucket, cost)
      bucket.tokens -= cost
      buckets.set(key, bucket)
    },
    allowance: (key) => ({ burst, perSecond, remaining: Math.floor(refilled(key).tokens) }),
  }
}
