import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createReadMarks } from './read-marks.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function setUp() {
  const published: number[] = []
  const marks = createReadMarks(async ({ upToSeq }) => void published.push(upToSeq))
  const seqs = () => published
  return { marks, seqs }
}

test('of marks within a second the first goes out at once and the last at its end', () => {
  const { marks, seqs } = setUp()
  for (const seq of [1, 2, 5, 4]) marks.moved('room', 'ada', seq)
  expect(seqs()).toEqual([1])
  vi.advanceTimersByTime(1_000)
  expect(seqs()).toEqual([1, 5])
  marks.moved('room', 'ada', 6)
  vi.advanceTimersByTime(999)
  expect(seqs()).toEqual([1, 5])
  vi.advanceTimersByTime(1)
  expect(seqs()).toEqual([1, 5, 6])
  vi.advanceTimersByTime(5_000)
  marks.moved('room', 'ada', 7)
  expect(seqs()).toEqual([1, 5, 6, 7])
})

test('readers and conversations do not wait for each other', () => {
  const { marks, seqs } = setUp()
  marks.moved('room', 'ada', 1)
  marks.moved('room', 'ben', 2)
  marks.moved('hall', 'ada', 3)
  expect(seqs()).toEqual([1, 2, 3])
})

test('what waits when it ends is sent', async () => {
  const { marks, seqs } = setUp()
  marks.moved('room', 'ada', 1)
  marks.moved('room', 'ada', 2)
  await marks[Symbol.asyncDispose]()
  expect(seqs()).toEqual([1, 2])
  expect(vi.getTimerCount()).toBe(0)
})
