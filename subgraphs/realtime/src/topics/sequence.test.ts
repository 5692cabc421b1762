import type { DurableEvent } from '@colloquy/schema/events/durable-event'
import { beforeEach, describe, expect, test } from 'vitest'
import { createSequence } from './sequence.ts'
import type { Sequence } from './sequence.ts'

const event = (seq: number): DurableEvent => ({
  type: 'MembersChanged',
  typeVersion: 1,
  conversationId: 'c',
  seq,
  atMs: 1,
  joinedIds: [],
  leftIds: [],
  byId: null,
})

let published: number[]
let sequence: Sequence

beforeEach(() => {
  published = []
  sequence = createSequence(({ seq }) => published.push(seq), 3)
})
const offer = (...seqs: number[]) => {
  for (const seq of seqs) sequence.offer(event(seq))
}

describe('before the start', () => {
  test('nothing is passed on; then what comes after it is', () => {
    offer(4, 3, 5)
    expect(published).toEqual([])
    expect(sequence.isBehind).toBe(false)
    sequence.start(3)
    expect(published).toEqual([4, 5])
    expect(sequence.head).toBe(5)
  })

  test('what does not fit is known to exist', () => {
    offer(2, 3, 4, 5)
    sequence.start(1)
    expect(published).toEqual([2, 3, 4])
    expect(sequence.isBehind).toBe(true)
  })
})

describe('after the start', () => {
  beforeEach(() => sequence.start(0))

  test('events in order pass, others wait, duplicates are dropped', () => {
    offer(1, 1, 3, 2, 2, 3)
    expect(published).toEqual([1, 2, 3])
    expect(sequence.isBehind).toBe(false)
  })

  test('a hole is known until it is filled', () => {
    offer(2)
    expect(sequence.isBehind).toBe(true)
    offer(1)
    expect(sequence.isBehind).toBe(false)
  })

  test('an event that is only heard of makes it behind', () => {
    sequence.expect(2)
    offer(1)
    expect(sequence.isBehind).toBe(true)
    offer(2)
    expect(sequence.isBehind).toBe(false)
  })

  test('only so many wait, but never does the next one', () => {
    offer(3, 4, 5, 6, 7)
    offer(1, 2)
    expect(published).toEqual([1, 2, 3, 4, 5])
    expect(sequence.isBehind).toBe(true)
    offer(6, 7)
    expect(published).toEqual([1, 2, 3, 4, 5, 6, 7])
  })
})
