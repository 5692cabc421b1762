import { expect, test } from 'vitest'
import { message, opened, page, sent } from './chat-fixtures.ts'
import type { ChatState } from './chat-state.ts'
import { emptyChat, withNewerMessages, withOpenedAtUnread } from './chat-state.ts'
import { applyInboxEvent, withViewersMark } from './inbox-events.ts'

const UNREAD = { role: 'MEMBER', unreadCount: 80, lastReadSeq: 10, lastReadCursor: 'at-10' } as const
const talk = (state: ChatState) => {
  const conversation = state.conversations.get('talk')
  if (!conversation) throw new Error('the conversation is not there')
  return conversation
}
const seqs = (state: ChatState) => talk(state).log?.messages.map(({ seq }) => seq)

/** A conversation of which more is unread than a page has. */
const opening = opened([message(90)], { lastSeq: 90, viewer: UNREAD })
const unread = page([message(11), message(12)], { hasNextPage: true, hasPreviousPage: true })
const state = withOpenedAtUnread(emptyChat('ann'), opening, unread, page([message(9), message(10)]))

test('has what was read right before, and does not claim to have the newest', () => {
  expect(seqs(state)).toEqual([9, 10, 11, 12])
  expect(talk(state).log).toMatchObject({ hasOlder: false, hasNewer: true })
  expect(state.stale.size).toBe(0)
})

test('leaves new messages to be loaded, without a hole', () => {
  const later = applyInboxEvent(state, sent(91), 0)
  expect(seqs(later)).toEqual([9, 10, 11, 12])
  expect(talk(later)).toMatchObject({ lastMessage: { seq: 91 }, unreadCount: 81 })
  expect(later.stale.size).toBe(0)
  const asked = withNewerMessages(later, 'talk', page([message(13), message(90)]))
  expect(talk(asked).log?.hasNewer).toBe(true)
  const whole = withNewerMessages(asked, 'talk', page([message(91)]))
  expect(talk(whole).log?.hasNewer).toBe(false)
  expect(seqs(applyInboxEvent(whole, sent(92), 0))).toEqual([9, 10, 11, 12, 13, 90, 91, 92])
})

test('counts down what is read of it', () => {
  const read = withViewersMark(state, talk(state), 11)
  expect(talk(read)).toMatchObject({ unreadCount: 79, lastReadSeq: 11 })
  expect(read.stale.size).toBe(0)
})
