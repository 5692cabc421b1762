import { createLogger } from '@colloquy/platform/logger'
import { describe, expect, test, vi } from 'vitest'
import { createApplier } from './apply.ts'
import { EMPTY_HEAD, entryAfter } from './entry.ts'
import type { LogEntry } from './entry.ts'
import type { Range } from './store.ts'

function entriesUpTo(count: number): LogEntry[] {
  const entries: LogEntry[] = []
  for (let index = 1; index <= count; index++) {
    const message = {
      id: `m${index}`,
      senderId: 'ada',
      clientId: `${index}`,
      text: '',
      attachmentIds: [],
      quotedId: null,
    }
    entries.push(entryAfter(entries.at(-1) ?? EMPTY_HEAD, 'room', { type: 'MessageSent', message }, index))
  }
  return entries
}

/** An applier over a log in memory, and a record of what it did. */
function setUp(committed: LogEntry[], { appliedSeq = 0, isRedisUp = true, unknownPatienceMs = 60_000 } = {}) {
  const projected: number[][] = []
  const published: number[] = []
  const done: number[] = []
  /** Messages that are published without being read. */
  const unread: string[] = []
  /** How far all processes together have got. */
  const applied = { seq: appliedSeq }
  let reads = 0
  const applier = createApplier({
    store: {
      range: async ({ afterSeq, upToSeq }: Range, limit: number) => {
        reads++
        return committed.filter(({ seq }) => seq > afterSeq && seq <= upToSeq).slice(0, limit)
      },
      markDone: async (entries) => void done.push(...entries.map(({ seq }) => seq)),
    },
    projection: {
      appliedSeq: async () => Math.max(applied.seq, projected.at(-1)?.at(-1) ?? 0),
      project: async (entries) => {
        await new Promise((resolve) => setImmediate(resolve))
        projected.push(entries.map(({ seq }) => seq))
      },
    },
    async payloadsOf(entries, sentJustNow = []) {
      unread.push(...sentJustNow.map(({ id }) => id))
      return entries.map(({ conversationId, seq, atMs }) => {
        return { type: 'UnknownEvent', typeVersion: 1, conversationId, seq, atMs, really: '' }
      })
    },
    publishEvents: async (events) => {
      if (!isRedisUp) throw new Error('Redis is down')
      published.push(...events.map(({ seq }) => seq))
    },
    unknownPatienceMs,
    logger: createLogger('test', 'silent'),
  })
  return { applier, projected, published, done, unread, applied, reads: () => reads }
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

test('a message is read to be published unless it was sent a moment ago and not changed since', async () => {
  const [old, ...young] = entriesUpTo(3).map((entry, index) => ({ ...entry, atMs: index === 0 ? 1 : Date.now() }))
  const [last] = young.slice(-1)
  if (!old || !last) throw new Error('There are three.')
  const edit = entryAfter(last, 'room', { type: 'MessageEdited', messageId: 'm3', text: 'x' }, Date.now())
  const { applier, unread } = setUp([old, ...young, edit])
  await applier.upTo('room', edit.seq)
  await applier[Symbol.asyncDispose]()
  expect(unread).toEqual(['m2'])
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

describe('an event that cannot be read here', () => {
  const unknown = (entry: LogEntry, atMs: number): LogEntry => {
    const { conversationId, seq, ordinal, memberCount } = entry
    return {
      conversationId,
      seq,
      ordinal,
      memberCount,
      atMs,
      type: 'UnknownEvent',
      body: { really: 'MessagePinned 1' },
    }
  }
  const withUnknown = (atMs: number) => entriesUpTo(4).map((entry) => (entry.seq === 3 ? unknown(entry, atMs) : entry))

  test('is left to a process that can, and what follows waits for that', async () => {
    const committed = withUnknown(Date.now())
    const { applier, projected, applied } = setUp(committed)
    const upTo = applier.upTo('room', 4, committed[3])
    await vi.waitFor(() => expect(projected).toEqual([[1, 2]]))
    applied.seq = 3
    await upTo
    expect(projected).toEqual([[1, 2], [4]])
  })

  test('is passed over when nobody does, told to those who listen, and stays pending', async () => {
    const committed = withUnknown(Date.now() - 1_000)
    const { applier, projected, published, done } = setUp(committed, { unknownPatienceMs: 1_000 })
    await applier.upTo('room', 4, committed[3])
    await applier[Symbol.asyncDispose]()
    expect(projected.flat()).toEqual([1, 2, 3, 4])
    expect(published).toEqual([1, 2, 3, 4])
    expect(done).toEqual([1, 2, 4])
  })
})

test('what is pending behind what is applied is projected again, for perhaps it was passed over', async () => {
  const committed = entriesUpTo(3)
  const { applier, projected, published, done } = setUp(committed, { appliedSeq: 3 })
  await applier.again('room', committed.slice(1, 2))
  expect([projected, published, done]).toEqual([[[2]], [2], [2]])
})
