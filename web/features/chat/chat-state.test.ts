import { expect, test } from 'vitest'
import { ann, message, opened, page, sent, summary } from './chat-fixtures.ts'
import type { ChatState } from './chat-state.ts'
import {
  byLatest,
  emptyChat,
  withFirstPage,
  withListed,
  withMarkAnswer,
  withOlderMessages,
  withOpened,
  withSent,
  withSettled,
  withStale,
} from './chat-state.ts'
import { applyInboxEvent } from './inbox-events.ts'

const talk = (state: ChatState) => state.conversations.get('talk')
const seqs = (state: ChatState) => talk(state)?.log?.messages.map(({ seq }) => seq)
const open = withOpened(emptyChat('ann'), opened([message(4), message(5)]))

test('goes by the other in a direct conversation', () => {
  expect(talk(withListed(emptyChat('ann'), summary()))?.peer?.name).toBe('Bob Ray')
})

test('puts older pages before', () => {
  const older = withOlderMessages(open, 'talk', page([message(2), message(3)], { hasPreviousPage: true }))
  expect(seqs(older)).toEqual([2, 3, 4, 5])
  expect(talk(older)?.log?.hasOlder).toBe(true)
})

test('keeps the later version of a message, whichever comes first', () => {
  const edited = message(5, { text: 'edited', version: 6 })
  const text = (state: ChatState) => talk(state)?.log?.messages[1]?.text
  const later = withSent(open, 'talk', edited)
  expect(text(later)).toBe('edited')
  expect(talk(later)?.lastMessage?.text).toBe('edited')
  const earlier = withOlderMessages(later, 'talk', page([message(4), message(5)]))
  expect(text(earlier)).toBe('edited')
  expect(text(withOpened(later, opened([message(4), message(5)])))).toBe('edited')
  expect(text(withOpened(open, opened([message(4), edited])))).toBe('edited')
})

test('keeps a message once, and as the very object it was', () => {
  const known = talk(open)?.log?.messages[1]
  const again = withSent(open, 'talk', message(5))
  expect(seqs(again)).toEqual([4, 5])
  expect(talk(again)?.log?.messages[1]).toBe(known)
})

test("takes the viewer's message from the answer, and its event later without a second copy", () => {
  const own = message(6, { sender: ann })
  const answered = withSent(open, 'talk', own)
  expect(seqs(answered)).toEqual([4, 5, 6])
  expect(talk(answered)?.lastSeq).toBe(5)
  const told = applyInboxEvent(answered, sent(6, { sender: ann }), 0)
  expect(seqs(told)).toEqual([4, 5, 6])
  expect(talk(told)?.lastSeq).toBe(6)
})

test('fills the place before an own message that overtook it', () => {
  const overtaken = applyInboxEvent(withSent(open, 'talk', message(7, { sender: ann })), sent(6), 0)
  expect(seqs(overtaken)).toEqual([4, 5, 6, 7])
})

test('does not let a list overtake the log: what is between comes by events', () => {
  const state = withListed(open, summary({ lastSeq: 9, lastMessage: message(9) }))
  expect(talk(state)?.lastSeq).toBe(5)
  expect(state.stale.has('talk')).toBe(true)
})

test('does not let an answer that events have overtaken take them back', () => {
  const live = applyInboxEvent(open, sent(6), 0)
  const state = withFirstPage(live, {
    edges: [{ node: summary({ lastSeq: 5, lastMessage: message(5) }) }],
    pageInfo: { hasNextPage: false, endCursor: null },
  })
  expect(talk(state)).toMatchObject({ lastSeq: 6, unreadCount: 1, lastMessage: { seq: 6 } })
})

test('notices messages that came while the first page was on its way', () => {
  const listed = applyInboxEvent(withListed(emptyChat('ann'), summary({ lastSeq: 5 })), sent(6), 0)
  const state = withOpened(listed, opened([message(4), message(5)]))
  expect(state.outdated.has('talk')).toBe(true)
  const readAnew = withSettled(withOpened(state, opened([message(4), message(5), message(6)])), 'talk', 1)
  expect(seqs(readAnew)).toEqual([4, 5, 6])
  expect([readAnew.stale.size, readAnew.outdated.size]).toEqual([0, 0])
})

test('is not settled by an answer to an older question', () => {
  const asked = withStale(open, 'talk')
  const worse = withStale(asked, 'talk')
  expect(withSettled(worse, 'talk', 1).stale.has('talk')).toBe(true)
  expect(withSettled(worse, 'talk', 2).stale.has('talk')).toBe(false)
})

test('leaves the unread count to events that came after the mark was answered', () => {
  const answer = { id: 'talk', lastSeq: 5, viewer: { unreadCount: 0, lastReadSeq: 5 } }
  expect(talk(withMarkAnswer(open, answer))?.unreadCount).toBe(0)
  const live = applyInboxEvent(open, sent(6), 0)
  expect(talk(withMarkAnswer(live, answer))?.unreadCount).toBe(1)
})

test('lists the conversation with the newest message first', () => {
  const quiet = withListed(open, summary({ id: 'quiet', createdAt: '2026-11-20T08:00:00.000Z' }))
  const fresh = withListed(quiet, summary({ id: 'fresh', createdAt: '2026-11-22T08:00:00.000Z' }))
  expect(byLatest(fresh).map(({ id }) => id)).toEqual(['fresh', 'talk', 'quiet'])
})
