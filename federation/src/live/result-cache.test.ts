import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test, vi } from 'vitest'
import { createResultCache } from './result-cache.ts'
import type { ResultOf } from './result-cache.ts'

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

const roomy = { recentResults: 100, recentResultBytes: 10_000, recentResultMs: 60_000 }
const events = [{ seq: 1 }, { seq: 2 }, { seq: 3 }]
const render = (bytes: number) => vi.fn<() => Promise<Buffer>>(async () => Buffer.alloc(bytes))

/** How many of the events are rendered when they are asked for in this order. */
async function rendered(resultOf: ResultOf, wanted: readonly object[], bytes = 100): Promise<number> {
  const make = render(bytes)
  for (const event of wanted) await resultOf(event, make)
  return make.mock.calls.length
}

test('an event is rendered once, also while that is under way, for each shape', async () => {
  const openShape = createResultCache(roomy)
  const [one, other] = [openShape(), openShape()]
  const event = {}
  const make = render(1)
  const [first, second] = await Promise.all([one(event, make), one(event, make)])
  expect(await one(event, make)).toBe(first)
  expect(second).toBe(first)
  expect(await other(event, make)).not.toBe(first)
  expect(make).toHaveBeenCalledTimes(2)
})

test('all shapes together keep no more results, and no more bytes, than they may', async () => {
  for (const options of [
    { ...roomy, recentResults: 2 },
    { ...roomy, recentResultBytes: 250 },
  ]) {
    const openShape = createResultCache(options)
    const [one, other] = [openShape(), openShape()]
    expect(await rendered(one, events.slice(0, 2))).toBe(2)
    expect(await rendered(one, events.slice(0, 2))).toBe(0)
    expect(await rendered(other, events.slice(2))).toBe(1)
    expect(await rendered(one, events.slice(1, 2))).toBe(0)
    expect(await rendered(one, events.slice(0, 1))).toBe(1)
  }
})

test('a result larger than all that may be kept is rendered each time', async () => {
  const resultOf = createResultCache(roomy)()
  expect(await rendered(resultOf, [...events, ...events], roomy.recentResultBytes + 1)).toBe(6)
})

test('what has expired is given back although nothing new comes, and does not keep the process', async () => {
  const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
  const before = timers()
  const event = {}
  const resultOf = createResultCache({ ...roomy, recentResultMs: 1 })()
  const result = new WeakRef(await resultOf(event, async () => Buffer.alloc(100)))
  expect(timers()).toBe(before)
  await expect
    .poll(() => {
      collectGarbage()
      return result.deref() === undefined
    })
    .toBe(true)
  expect(await rendered(resultOf, [event])).toBe(1)
})
