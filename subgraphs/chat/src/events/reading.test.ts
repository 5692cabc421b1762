import { MAX_LOG_READS_AT_ONCE, MAX_MISSED_BYTES } from '@colloquy/schema/event-log'
import { expect, test } from 'vitest'
import type { LogEntry } from './entry.ts'
import { createEventLogReading, inOrderOfTime, visibleRanges } from './reading.ts'

const heads = new Map([
  ['a', 10],
  ['b', 5],
])

const entry = (conversationId: string, seq: number, atMs: number): LogEntry => ({
  conversationId,
  seq,
  ordinal: 0,
  memberCount: 0,
  atMs,
  type: 'MembersChanged',
  body: { joinedIds: [], leftIds: [], byId: null },
})

test('a member sees from joining on, without what was seen', () => {
  const memberships = [
    { conversationId: 'a', joinedSeq: 4, leftSeq: null },
    { conversationId: 'b', joinedSeq: 1, leftSeq: null },
  ]
  expect(visibleRanges(memberships, heads, new Map([['b', 5]]))).toEqual([
    { conversationId: 'a', afterSeq: 3, upToSeq: 10 },
  ])
})

test('who left sees up to the event by which it was, and each stay by itself', () => {
  const memberships = [
    { conversationId: 'a', joinedSeq: 2, leftSeq: 4 },
    { conversationId: 'a', joinedSeq: 8, leftSeq: null },
  ]
  expect(visibleRanges(memberships, heads, new Map())).toEqual([
    { conversationId: 'a', afterSeq: 1, upToSeq: 4 },
    { conversationId: 'a', afterSeq: 7, upToSeq: 10 },
  ])
})

test('events come in order of time, but never against the order of their conversation', () => {
  const entries = [entry('a', 1, 10), entry('a', 2, 5), entry('b', 7, 8), entry('b', 8, 12)]
  expect(inOrderOfTime(entries).map(({ conversationId, seq }) => `${conversationId}${seq}`)).toEqual([
    'b7',
    'a1',
    'a2',
    'b8',
  ])
})

/** The reading of a conversation in memory that Ada is a member of; each of its events has so many bytes. */
function setUp(entries: LogEntry[], { bytes, read }: { bytes: number; read: () => Promise<void> }) {
  const stays = [{ conversationId: 'a', joinedSeq: 1, leftSeq: null }]
  return createEventLogReading({
    events: {
      range: async () => entries,
      since: async () => entries,
      async at() {
        await read()
        return entries
      },
    },
    conversations: { byIds: async () => [{ id: 'a', lastSeq: entries.length, lastEventAtMs: Date.now() }] },
    members: {
      ofUser: async () => stays,
      currentIn: async () => stays,
      stirredSince: async () => stays,
      endedSince: async () => [],
    },
    payloadsOf: async () => [],
    bytesOf: async (measured) => measured.map(() => bytes),
  })
}

test('what was missed may be so many bytes, and no more', async () => {
  const entries = [1, 2].map((seq) => entry('a', seq, Date.now()))
  const request = { userId: 'ada', sinceMs: Date.now(), seen: [] }
  const most = setUp(entries, { bytes: MAX_MISSED_BYTES / 2, read: async () => undefined })
  expect(await most.missedPlaces(request)).toMatchObject({ expired: false, places: [{ seq: 1 }, { seq: 2 }] })
  expect(await most.missed(request)).toMatchObject({ expired: false })
  const tooMuch = setUp(entries, { bytes: MAX_MISSED_BYTES / 2 + 1, read: async () => undefined })
  expect(await tooMuch.missedPlaces(request)).toEqual({ expired: true })
  expect(await tooMuch.missed(request)).toEqual({ expired: true })
})

test('pages are read in turns, and one that several want is read once', async () => {
  let reads = 0
  let underWay = 0
  let most = 0
  const { eventsAt } = setUp([entry('a', 1, 1)], {
    bytes: 1,
    async read() {
      reads++
      most = Math.max(most, ++underWay)
      await new Promise((resolve) => setImmediate(resolve))
      underWay--
    },
  })
  const seqs = Array.from({ length: 4 * MAX_LOG_READS_AT_ONCE }, (_, index) => index + 1)
  const wanted = [...seqs, ...seqs, ...seqs]
  await Promise.all(wanted.map((seq) => eventsAt({ places: [{ conversationId: 'a', seq }] })))
  expect(reads).toBe(seqs.length)
  expect(most).toBe(MAX_LOG_READS_AT_ONCE)
})
