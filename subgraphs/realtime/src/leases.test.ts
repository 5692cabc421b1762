import { expect, test, vi } from 'vitest'
import { createLeases } from './leases.ts'

function setUp(lingerMs = 0) {
  const opened: string[] = []
  const closed: string[] = []
  const failing = new Set<string>()
  const leases = createLeases(async (key) => {
    opened.push(key)
    await Promise.resolve()
    if (failing.has(key)) throw new Error(`${key} cannot be opened`)
    return { [Symbol.dispose]: () => void closed.push(key) }
  }, lingerMs)
  return { leases, opened, closed, failing }
}

test('is opened once for all, and closed after the last', async () => {
  const { leases, opened, closed } = setUp()
  const [first, second] = await Promise.all([leases.acquire('a'), leases.acquire('a')])
  expect(first.value).toBe(second.value)
  expect(opened).toEqual(['a'])
  first[Symbol.dispose]()
  first[Symbol.dispose]()
  expect(closed).toEqual([])
  second[Symbol.dispose]()
  await vi.waitUntil(() => closed.length > 0)
  expect(leases.opened().size).toBe(0)
})

test('who comes back in time finds it open', async () => {
  const { leases, opened, closed } = setUp(60_000)
  const first = await leases.acquire('a')
  first[Symbol.dispose]()
  const second = await leases.acquire('a')
  expect(second.value).toBe(first.value)
  expect(opened).toEqual(['a'])
  leases[Symbol.dispose]()
  expect(closed).toEqual(['a'])
})

test('what cannot be opened fails for all who wait, and is tried again', async () => {
  const { leases, opened, failing } = setUp()
  failing.add('a')
  const outcomes = await Promise.allSettled([leases.acquire('a'), leases.acquire('a')])
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  failing.clear()
  await leases.acquire('a')
  expect(opened).toEqual(['a', 'a'])
})

test('all or none', async () => {
  const { leases, closed, failing } = setUp()
  failing.add('b')
  await expect(leases.acquireAll(['a', 'b', 'c'])).rejects.toThrow('b cannot be opened')
  await vi.waitUntil(() => closed.length === 2)
  expect(closed.toSorted()).toEqual(['a', 'c'])
})

test('what is still being opened when all is disposed is closed as soon as it is there', async () => {
  const { leases, closed } = setUp()
  const acquiring = leases.acquire('a')
  leases[Symbol.dispose]()
  await acquiring
  expect(closed).toEqual(['a'])
})
