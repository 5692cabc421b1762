import { expect, test } from 'vitest'
import { requireUser, viewerOf } from './identity.ts'
import type { Identity } from './identity.ts'

const ada: Identity = { kind: 'user', userId: 'u1', sessionId: 's1', scopes: ['chats:read'], ip: '127.0.0.1' }

const nobody: Identity = { kind: 'anonymous', ip: '127.0.0.1' }
const gateway: Identity = { kind: 'service', name: 'gateway' }

test('what needs a user is refused to everyone else, and to a user without the scope', () => {
  expect(requireUser(ada, 'chats:read')).toBe(ada)
  expect(() => requireUser(ada, 'chats:write')).toThrow(expect.objectContaining({ code: 'FORBIDDEN' }))
  expect(() => requireUser(nobody)).toThrow(expect.objectContaining({ code: 'UNAUTHENTICATED' }))
  expect(() => requireUser(gateway)).toThrow(expect.objectContaining({ code: 'FORBIDDEN' }))
})

test('a field of one viewer has none for strangers and fails for a service', () => {
  expect(viewerOf(ada)).toBe(ada)
  expect(viewerOf(nobody)).toBeNull()
  expect(() => viewerOf(gateway)).toThrow(expect.objectContaining({ code: 'FORBIDDEN' }))
})
