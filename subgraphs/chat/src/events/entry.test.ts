import { ENTRY_VERSIONS, readEntryContent } from '@colloquy/schema/events/log-entry'
import { expect, test } from 'vitest'
import { EMPTY_HEAD, entryAfter } from './entry.ts'

const message = { id: 'm1', senderId: 'ada', clientId: 'c:1', text: 'hi', attachmentIds: [], quotedId: null }

test('a message takes the next seq and the next ordinal', () => {
  const entry = entryAfter({ seq: 4, ordinal: 2, memberCount: 3 }, 'room', { type: 'MessageSent', message }, 1_000)
  expect(entry).toMatchObject({ seq: 5, ordinal: 3, memberCount: 3, clientKey: 'room:ada:c:1' })
  const { id: messageId, ...rest } = message
  expect([entry.type, entry.body]).toEqual(['MessageSent', { messageId, ...rest }])
})

test('a change of members takes a seq but no ordinal, and counts members', () => {
  const head = { seq: 4, ordinal: 2, memberCount: 3 }
  const change = { type: 'MembersChanged', joinedIds: ['ben', 'cleo'], leftIds: ['ada'], byId: 'ada' } as const
  const entry = entryAfter(head, 'room', { ...change, joinedIds: ['ben', 'cleo'], leftIds: ['ada'], ownerId: 'ben' }, 1)
  expect(entry).toMatchObject({ seq: 5, ordinal: 2, memberCount: 4 })
  expect(entry.body).toEqual({ joinedIds: ['ben', 'cleo'], leftIds: ['ada'], byId: 'ada', ownerId: 'ben' })
})

test('what is stored is read as it was', () => {
  const first = entryAfter(EMPTY_HEAD, 'room', { type: 'MessageSent', message }, 1)
  const { type, body } = first
  expect(readEntryContent({ type, typeVersion: ENTRY_VERSIONS[type], body })).toEqual({ type, body })
})
