import { createLogger } from '@colloquy/platform/logger'
import { expect, test } from 'vitest'
import { createApplier } from './apply.ts'
import { EMPTY_HEAD, entryAfter } from './entry.ts'
import type { LogEntry } from './entry.ts'
import type { Range } from './store.ts'

function entriesUpTo(count: number): LogEntry[] {
  const entries: LogEntry[] = []
  for (let index = 1; index <= count; index++) {
    const message = { id: `m${index}`, senderId: 'ada', clientId: `${index}`, text: '', attachments: [], quote: null }
    entries.push(entryAfter(entries.at(-1) ?? EMPTY_HEAD, 'room', { type: 'MessageSent', message }, index))
  }
  return entries
}

/** An applier over a log in memory, and a record of what it did. */
function setUp(committed: LogEntry[], { appliedSeq = 0, isRedisUp = true } = {}) {
  const projected: number[][] = []
  const published: number[] = []
  const done: number[] = []
  let reads = 0
  const applier = createApplier({
    store: {
      range: async ({ afterSeq, upToSeq }: Range, limit: number) => {
        reads++
        return committed.filter(({ seq }) => seq > afterSeq && seq <= upToSeq).slice(0, limit)
      },
      markDone: async (_, seqs) => void done.push(...seqs),
    },
    projection: {
      appliedSeq: async () => projected.at(-1)?.at(-1) ?? appliedSeq,
      project: async (entries) => {
        await new Promise((resolve) => setImmediate(resolve))
        projected.push(entries.map(({ seq }) => seq))
      },
    },
    publishEntries: async (entries) => {
      if (!isRedisUp) throw new Error('Redis is down')
      published.push(...entries.map(({ seq }) => seq))
    },
    logger: createLogger('test', 'silent'),
  })
  return { applier, projected, published, done, reads: () => reads }
}

test('what another process left is applied before what comes after it', async () => {
  const committed = entriesUpTo(5)
  const { applier, projected, published, done } = setUp(committed, { appliedSeq: 2 })
  await applier.upTo('room', 5, committed[4])
  await applier[Symbol.asyncDispose]()
  expect(projected).toEqual([[3, 4, 5]])
  expect(published).toEqual([3, 4, 5])
  expect(done).toEqual([3, 4, 5])
})

test('events at hand are applied in order without reading the log, those that wait together', async () => {
  const committed = entriesUpTo(5)
  const { applier, projected, published, reads } = setUp(committed)
  await Promise.all(committed.map((entry) => applier.upTo('room', entry.seq, entry)))
  expect(projected).toEqual([[1], [2, 3, 4, 5]])
  expect(published).toEqual([1, 2, 3, 4, 5])
  expect(reads()).toBe(0)
})

test('what is applied already is not applied again', async () => {
  const committed = entriesUpTo(3)
  const { applier, projected } = setUp(committed)
  await applier.upTo('room', 3)
  await applier.upTo('room', 2, committed[1])
  expect(projected).toEqual([[1, 2, 3]])
})

test('without Redis events are applied and stay pending', async () => {
  const committed = entriesUpTo(2)
  const { applier, projected, done } = setUp(committed, { isRedisUp: false })
  await applier.upTo('room', 2, committed[1])
  await applier[Symbol.asyncDispose]()
  expect(projected.flat()).toEqual([1, 2])
  expect(done).toEqual([])
})
