import { MAX_MEMBERS } from '@colloquy/schema/rules'
import { expect, test } from 'vitest'
import { addMembers, leave, removeMember } from './changes.ts'
import { unreadCount } from './members.ts'

const owner = { userId: 'ada', role: 'OWNER' } as const
const admin = { userId: 'ben', role: 'ADMIN' } as const
const member = { userId: 'cleo', role: 'MEMBER' } as const

test('owner and admins add those who are no members yet, each once', () => {
  expect(addMembers(admin, ['cleo'], ['cleo', 'dan', 'dan'], 3)).toEqual({
    type: 'MembersChanged',
    joinedIds: ['dan'],
    leftIds: [],
    byId: 'ben',
  })
  expect(addMembers(owner, ['cleo'], ['cleo'], 3)).toBeNull()
  expect(() => addMembers(member, [], ['dan'], 3)).toThrow(expect.objectContaining({ code: 'FORBIDDEN' }))
})

test('a group has a most', () => {
  expect(addMembers(owner, [], ['dan'], MAX_MEMBERS - 1)).not.toBeNull()
  expect(() => addMembers(owner, [], ['dan'], MAX_MEMBERS)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }))
})

test('a member is removed by somebody of a higher role', () => {
  expect(removeMember(owner, admin)).toMatchObject({ leftIds: ['ben'], byId: 'ada' })
  expect(removeMember(admin, member)).toMatchObject({ leftIds: ['cleo'], byId: 'ben' })
  for (const [by, whom] of [
    [admin, owner],
    [admin, { userId: 'dan', role: 'ADMIN' } as const],
    [member, admin],
  ] as const) {
    expect(() => removeMember(by, whom)).toThrow(expect.objectContaining({ code: 'FORBIDDEN' }))
  }
  expect(() => removeMember(owner, null)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }))
  expect(() => removeMember(owner, owner)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }))
})

test('only an owner who leaves has an heir', () => {
  expect(leave(owner, 'ben')).toMatchObject({ leftIds: ['ada'], ownerId: 'ben' })
  expect(leave(owner, null)).not.toHaveProperty('ownerId')
  expect(leave(member, 'ada')).not.toHaveProperty('ownerId')
})

test('unread are the messages after the last one read', () => {
  expect(unreadCount(7, { lastReadOrdinal: 4 })).toBe(3)
  // What was read a moment later than the conversation.
  expect(unreadCount(7, { lastReadOrdinal: 8 })).toBe(0)
})
