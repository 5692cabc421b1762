import { expect, test } from 'vitest'
import type { Conversation } from './conversations.ts'
import { FIRST_POSITION, newestFirst } from './newest-first.ts'

const conversation = (id: string, atMs: number): Conversation => ({
  id,
  kind: 'DIRECT',
  peerIds: [],
  title: null,
  createdAt: new Date(0),
  lastSeq: 1,
  lastOrdinal: 0,
  memberCount: 2,
  lastMessageId: null,
  lastActivityAt: new Date(atMs),
  lastEventAtMs: atMs,
})
const all = [conversation('b', 2), conversation('d', 1), conversation('a', 3), conversation('c', 2)]
const idsOf = (conversations: Conversation[]) => conversations.map(({ id }) => id).join('')

test('the newest come first, and of those at one instant the greatest id', () => {
  expect(idsOf(newestFirst(all, 10, FIRST_POSITION))).toBe('acbd')
  expect(idsOf(newestFirst(all, 2, FIRST_POSITION))).toBe('ac')
})

test('a page begins after its position, whether that is still there or not', () => {
  expect(idsOf(newestFirst(all, 10, conversation('c', 2)))).toBe('bd')
  expect(idsOf(newestFirst(all, 10, conversation('bb', 2)))).toBe('bd')
  expect(idsOf(newestFirst(all, 10, conversation('d', 1)))).toBe('')
})
