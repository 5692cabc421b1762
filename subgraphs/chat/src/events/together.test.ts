import { expect, test } from 'vitest'
import { together } from './together.ts'

/** A write that takes a while and refuses what is negative. */
function setUp(restMs = 0) {
  const writes: number[][] = []
  const write = together<number>(async (items) => {
    writes.push([...items])
    await new Promise((resolve) => setImmediate(resolve))
    if (items.some((item) => item < 0)) throw new Error('negative')
  }, restMs)
  return { writes, write }
}

test('what comes while a write is under way shares the next one, in order', async () => {
  const { writes, write } = setUp()
  await Promise.all([write([1]), write([2, 3]), write([4])])
  await write([5])
  expect(writes).toEqual([[1], [2, 3, 4], [5]])
})

test('with a rest between writes, what comes meanwhile shares the next one, and the first does not wait', async () => {
  const { writes, write } = setUp(50)
  await write([1])
  await Promise.all([write([2]), write([3])])
  expect(writes).toEqual([[1], [2, 3]])
})

test('what cannot be written fails for who wants it and for nobody else', async () => {
  const { writes, write } = setUp()
  const outcomes = await Promise.allSettled([write([1]), write([2]), write([-3]), write([4])])
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
  expect(writes).toEqual([[1], [2, -3, 4], [2], [-3], [4]])
})
