import { expect, test } from 'vitest'
import type { LogEntry } from './entry.ts'
import { inOrderOfTime, visibleRanges } from './reading.ts'

const heads = new Map([
  ['a', 10],
  ['b', 5],
])

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
  const entry = (conversationId: string, seq: number, atMs: number): LogEntry => ({
    conversationId,
    seq,
    ordinal: 0,
    memberCount: 0,
    atMs,
    type: 'MembersChanged',
    body: { joinedIds: [], leftIds: [], byId: null },
  })
  const entries = [entry('a', 1, 10), entry('a', 2, 5), entry('b', 7, 8), entry('b', 8, 12)]
  expect(inOrderOfTime(entries).map(({ conversationId, seq }) => `${conversationId}${seq}`)).toEqual([
    'b7',
    'a1',
    'a2',
    'b8',
  ])
})
