import { expect, test, vi } from 'vitest'
import { createKept } from './kept.ts'
import type { ChannelListener, RedisChannels } from './redis-channels.ts'

function setUp({ maxAgeMs = 60_000, max = 100 } = {}) {
  const listeners = new Map<string, Set<ChannelListener>>()
  const gaps = new Set<() => void>()
  const loads: string[][] = []
  let failure: Error | null = null
  const channels: Pick<RedisChannels, 'listen' | 'onGap'> = {
    listen: async (channel, listener) => {
      const group = listeners.get(channel) ?? new Set()
      listeners.set(channel, group.add(listener))
      return () => void group.delete(listener)
    },
    onGap: (listener) => {
      gaps.add(listener)
      return () => gaps.delete(listener)
    },
  }
  const kept = createKept<string>({
    load: async (keys) => {
      loads.push(keys)
      if (failure) throw failure
      return keys.filter((key) => key !== 'nobody').map((key) => [key, `${key} ${loads.length}`] as const)
    },
    maxKeys: 2,
    channels,
    channelOf: (key) => `of:${key}`,
    isChange: (payload) => payload === 'changed',
    maxAgeMs,
    max,
  })
  return {
    kept,
    loads,
    publish: (key: string, payload: string) => listeners.get(`of:${key}`)?.forEach((hear) => hear(payload)),
    gap: () => gaps.forEach((listener) => listener()),
    fail: (error: Error | null) => void (failure = error),
    listening: () => [...listeners.values()].reduce((sum, { size }) => sum + size, 0),
  }
}

test('what is kept is not loaded again, and what is missing is loaded in parts', async () => {
  const { kept, loads } = setUp()
  const [first, second] = await Promise.all([kept.get(['a', 'b', 'a', 'nobody']), kept.get(['a'])])
  expect([...first.keys()]).toEqual(['a', 'b'])
  expect(second.get('a')).toBe(first.get('a'))
  expect(loads).toEqual([['a', 'b'], ['nobody']])
  await kept.get(['a', 'c'])
  expect(loads.at(-1)).toEqual(['c'])
})

test('news of a change, a gap in the news and age end it; other news does not', async () => {
  vi.useFakeTimers()
  try {
    const { kept, loads, publish, gap } = setUp({ maxAgeMs: 1_000 })
    await kept.get(['a'])
    publish('a', 'something else')
    await kept.get(['a'])
    expect(loads).toHaveLength(1)
    publish('a', 'changed')
    await kept.get(['a'])
    expect(loads).toHaveLength(2)
    gap()
    await kept.get(['a'])
    expect(loads).toHaveLength(3)
    vi.advanceTimersByTime(1_000)
    await kept.get(['a'])
    expect(loads).toHaveLength(4)
  } finally {
    vi.useRealTimers()
  }
})

test('a failed load is not kept', async () => {
  const { kept, fail, listening } = setUp()
  fail(new Error('away'))
  await expect(kept.get(['a'])).rejects.toThrow('away')
  expect(listening()).toBe(0)
  fail(null)
  expect((await kept.get(['a'])).size).toBe(1)
})

test('no more are kept, nor listened to, than may be', async () => {
  const { kept, loads, listening } = setUp({ max: 2 })
  for (const key of ['a', 'b', 'c']) await kept.get([key])
  expect(listening()).toBe(2)
  await kept.get(['a'])
  expect(loads.at(-1)).toEqual(['a'])
  kept[Symbol.dispose]()
  expect(listening()).toBe(0)
})
