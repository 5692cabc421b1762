import { expect, test } from 'vitest'
import { endInWaves } from './waves.ts'

const open = Array.from({ length: 120 }, (_, number) => number)

test('what is open ends in order, fifty at a time, a tenth of a second apart', async () => {
  const ended: { number: number; atMs: number }[] = []
  await endInWaves(open, 1_000, (number) => ended.push({ number, atMs: performance.now() }))
  expect(ended.map(({ number }) => number)).toEqual(open)
  const starts = [0, 50, 100].map((first) => ended[first]?.atMs ?? 0)
  const ends = [49, 99, 119].map((last) => ended[last]?.atMs ?? 0)
  // A timer may be a millisecond early, and as late as it likes.
  expect((starts[1] ?? 0) - (ends[0] ?? 0)).toBeGreaterThan(98)
  expect((starts[2] ?? 0) - (ends[1] ?? 0)).toBeGreaterThan(98)
})

test('where there is no time for waves, all end at once', async () => {
  const ended: number[] = []
  const over = endInWaves(open, 100, (number) => ended.push(number))
  expect(ended).toEqual(open)
  await over
})
