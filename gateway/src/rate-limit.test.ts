import { expect, test } from 'vitest'
import { createRateLimiter } from './rate-limit.ts'

const setup = () => {
  const clock = { ms: 1_000_000 }
  const limiter = createRateLimiter({ perSecond: 10, burst: 3, now: () => clock.ms })
  const taken = (key: string, times: number) => {
    let count = 0
    for (let time = 0; time < times; time++) {
      try {
        limiter.take(key, 1)
        count++
      } catch (error) {
        expect(error).toMatchObject({ code: 'RATE_LIMITED', extensions: { retryAfter: 1 } })
      }
    }
    return count
  }
  return { clock, limiter, taken }
}

test('a burst empties the bucket, and time fills it up to the burst again', () => {
  const { clock, taken } = setup()
  expect(taken('a', 5)).toBe(3)
  clock.ms += 200
  expect(taken('a', 5)).toBe(2)
  clock.ms += 60_000
  expect(taken('a', 5)).toBe(3)
})

test('each key has a bucket of its own', () => {
  const { taken } = setup()
  expect(taken('a', 5)).toBe(3)
  expect(taken('b', 5)).toBe(3)
})

test('costs are taken whole or not at all', () => {
  const { clock, limiter } = setup()
  limiter.take('a', 2)
  expect(() => limiter.take('a', 2)).toThrow(expect.objectContaining({ code: 'RATE_LIMITED' }))
  expect(limiter.allowance('a')).toEqual({ burst: 3, perSecond: 10, remaining: 1 })
  clock.ms += 150
  limiter.take('a', 2)
  expect(limiter.allowance('a').remaining).toBe(0)
  expect(limiter.allowance('b').remaining).toBe(3)
})
