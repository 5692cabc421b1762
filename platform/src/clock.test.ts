import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startClock } from './clock.ts'
import { createLogger } from './logger.ts'

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }))
afterEach(() => void vi.useRealTimers())

/** A clock that is so far ahead of the reference, whose answer takes so long. */
async function setUp(start: { aheadMs: number; answerMs?: number }) {
  const state: { aheadMs: number; answerMs: number; isDown: boolean } = { answerMs: 0, isDown: false, ...start }
  const starting = startClock({
    readReferenceMs: async () => {
      if (state.isDown) throw new Error('The reference does not answer.')
      const referenceMs = Date.now() - state.aheadMs
      vi.setSystemTime(Date.now() + state.answerMs)
      return referenceMs
    },
    maxDifferenceMs: 2_000,
    compareEveryMs: 1_000,
    logger: createLogger('test', 'silent'),
  })
  return { clock: await starting, state }
}
const unavailable = expect.objectContaining({ code: 'SERVICE_UNAVAILABLE' })

test.each([0, 2_000, -2_000])('%i ms ahead is well', async (aheadMs) => {
  const { clock } = await setUp({ aheadMs })
  expect(clock.nowMs()).toBe(Date.now())
  await clock.ready()
})

test.each([2_001, -2_001])('%i ms ahead is refused, and not ready', async (aheadMs) => {
  const { clock } = await setUp({ aheadMs })
  expect(() => clock.nowMs()).toThrow(unavailable)
  await expect(clock.ready()).rejects.toThrow(
    `The clock of this machine is 2001 ms ${aheadMs > 0 ? 'ahead' : 'behind'}.`,
  )
})

test('an answer that takes long is no difference', async () => {
  const { clock } = await setUp({ aheadMs: -5_000, answerMs: 10_000 })
  expect(clock.nowMs()).toBe(Date.now())
})

test('it is compared again and again, and what was found last holds while it cannot be', async () => {
  const { clock, state } = await setUp({ aheadMs: 0 })
  state.aheadMs = 60_000
  await vi.advanceTimersByTimeAsync(1_000)
  expect(() => clock.nowMs()).toThrow(unavailable)
  state.isDown = true
  await vi.advanceTimersByTimeAsync(1_000)
  expect(() => clock.nowMs()).toThrow(unavailable)
  Object.assign(state, { isDown: false, aheadMs: 0 })
  await vi.advanceTimersByTimeAsync(1_000)
  expect(clock.nowMs()).toBe(Date.now())
  clock[Symbol.dispose]()
  expect(vi.getTimerCount()).toBe(0)
})
