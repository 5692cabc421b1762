import { expect, test } from 'vitest'
import { ann, bob, JOINED_AT, members, message, opened } from '../chat/chat-fixtures.ts'
import { emptyChat, withOpened } from '../chat/chat-state.ts'
import type { Conversation, Member } from '../chat/conversation.ts'
import { isReadByAll, seenText } from './seen-by.ts'

const zoe = { id: 'zoe', name: 'Zoë Day', username: 'zoe' }
const member = (user: Member['user'], part: Partial<Member> = {}): Member => ({
  user,
  role: 'MEMBER',
  joinedAt: JOINED_AT,
  lastReadSeq: 1,
  ...part,
})
const own = message(3, { sender: ann })

function group(all: Member[], cursor: string | null = null): Conversation {
  const everyone = members(all, cursor)
  const answer = opened([own], { kind: 'GROUP', memberCount: all.length, everyone, members: { edges: [] } })
  const conversation = withOpened(emptyChat(ann.id), answer).conversations.get('talk')
  if (!conversation) throw new Error('the conversation is not there')
  return conversation
}

test('a message is read by all once each of the others has read it', () => {
  const read = group([member(ann), member(bob, { lastReadSeq: 3 }), member(zoe, { lastReadSeq: 3 })])
  const unread = group([member(ann), member(bob, { lastReadSeq: 3 }), member(zoe, { lastReadSeq: 2 })])
  expect(isReadByAll(read, own, ann.id)).toBe(true)
  expect(seenText(read, own, ann.id)).toBe('Seen by Bob and Zoë')
  expect(isReadByAll(unread, own, ann.id)).toBe(false)
  expect(seenText(unread, own, ann.id)).toBe('Seen by Bob')
})

test('nobody says that all have read while some members are not known', () => {
  expect(isReadByAll(group([member(ann), member(bob, { lastReadSeq: 3 })], 'more'), own, ann.id)).toBe(false)
})

test('who came after a message has not read it', () => {
  const late = member(zoe, { lastReadSeq: 9, joinedAt: '2026-11-22T00:00:00.000Z' })
  expect(isReadByAll(group([member(ann), late]), own, ann.id)).toBe(false)
  expect(seenText(group([member(ann), member(bob, { lastReadSeq: 3 }), late]), own, ann.id)).toBe('Seen by Bob')
})
