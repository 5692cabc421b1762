import { expect, test } from 'vitest'
import { createBatcher } from './batch.ts'

test('what is asked for in one turn is loaded together, each key once, so many at a time', async () => {
  const loads: string[][] = []
  const load = createBatcher(async (keys) => {
    loads.push(keys)
    return new Map(keys.map((key) => [key, key.toUpperCase()]))
  }, 2)
  expect(await Promise.all(['a', 'b', 'a', 'c'].map(load))).toEqual(['A', 'B', 'A', 'C'])
  expect(loads).toEqual([['a', 'b'], ['c']])
  expect(await load('a')).toBe('A')
  expect(loads).toHaveLength(3)
})

test('a failed load fails its own keys only; a key without an answer is undefined', async () => {
  const load = createBatcher(async ([key]) => {
    if (key === 'bad') throw new Error('no')
    return new Map([['good', 1]])
  }, 1)
  const outcomes = await Promise.allSettled([load('good'), load('bad'), load('unknown')])
  expect(outcomes).toEqual([
    { status: 'fulfilled', value: 1 },
    { status: 'rejected', reason: new Error('no') },
    { status: 'fulfilled', value: undefined },
  ])
})
