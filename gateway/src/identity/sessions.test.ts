import { createLogger } from '@colloquy/platform/logger'
import type { RedisChannels } from '@colloquy/platform/redis-channels'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createSessions } from './sessions.ts'

const channels: RedisChannels = {
  listen: async () => () => undefined,
  onGap: () => () => undefined,
  [Symbol.asyncDispose]: async () => undefined,
}
const redis = { exists: async () => 0 }
const logger = createLogger('test', 'silent')

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('a socket ends with its session, and another that was opened later goes on', async () => {
  using sessions = createSessions({ redis, channels, logger })
  const [first, later] = [vi.fn<() => void>(), vi.fn<() => void>()]
  const session = { userId: 'ada', sessionId: 's1' }
  await sessions.watch({ ...session, sessionExpiresAtMs: Date.now() + 3_600_000 }, first)
  await sessions.watch({ ...session, sessionExpiresAtMs: Date.now() + 40 * 24 * 3_600_000 }, later)
  await vi.advanceTimersByTimeAsync(3_599_000)
  expect(first).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(2_000)
  expect(first).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(3_600_000)
  expect(first).toHaveBeenCalledTimes(1)
  expect(later).not.toHaveBeenCalled()
})
