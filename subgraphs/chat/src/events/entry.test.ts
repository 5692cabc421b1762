import { durableEvent } from '@colloquy/schema/events/durable-event'
import { expect, test } from 'vitest'
import { EMPTY_HEAD, entryAfter } from './entry.ts'

const message = { id: 'm1', senderId: 'ada', clientId: 'c:1', text: 'hi', attachments: [], quote: null }

test('a message takes the next seq and the next ordinal', () => {
  const entry = entryAfter({ seq: 4, ordinal: 2, memberCount: 3 }, 'room', { type: 'MessageSent', message }, 1_000)
  expect(entry).toMatchObject({ seq: 5, ordinal: 3, memberCount: 3, clientKey: 'room:ada:c:1' })
  expect(entry.payload).toEqual({
    type: 'MessageSent',
    typeVersion: 2,
    conversationId: 'room',
    seq: 5,
    atMs: 1_000,
    message: { ...message, conversationId: 'room', seq: 5, version: 5, sentAt: '1970-01-01T00:00:01.000Z' },
  })
})

test('a change of members takes a seq but no ordinal, and counts members', () => {
  const head = { seq: 4, ordinal: 2, memberCount: 3 }
  const change = { type: 'MembersChanged', joinedIds: ['ben', 'cleo'], leftIds: ['ada'], byId: 'ada' } as const
  const entry = entryAfter(head, 'room', { ...change, joinedIds: ['ben', 'cleo'], leftIds: ['ada'], ownerId: 'ben' }, 1)
  expect(entry).toMatchObject({ seq: 5, ordinal: 2, memberCount: 4, ownerId: 'ben' })
  expect(entry.payload).toEqual({ ...change, typeVersion: 1, conversationId: 'room', seq: 5, atMs: 1 })
})

test('what is published is as agreed with those who listen', () => {
  const first = entryAfter(EMPTY_HEAD, 'room', { type: 'MessageSent', message }, 1)
  expect(durableEvent.parse(first.payload)).toEqual(first.payload)
})
