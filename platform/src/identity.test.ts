import jwt from 'jsonwebtoken'
import { expect, test } from 'vitest'
import { IDENTITY_TTL_SECONDS, requireUser, signIdentity, verifyIdentity, viewerOf } from './identity.ts'
import type { Identity } from './identity.ts'

const secret = 's'.repeat(32)
const ada: Identity = { kind: 'user', userId: 'u1', sessionId: 's1', scopes: ['chats:read'], ip: '127.0.0.1' }

test('an assertion carries the identity it was signed for', () => {
  expect(verifyIdentity(signIdentity(ada, secret), secret)).toEqual(ada)
})

test.each([
  ['none at all', undefined],
  ['another secret', signIdentity(ada, 'o'.repeat(32))],
  ['not a token', 'u1'],
  ['no signature', jwt.sign({ who: ada }, '', { algorithm: 'none', issuer: 'colloquy-gateway' })],
  ['another issuer', jwt.sign({ who: ada }, secret, { issuer: 'somebody' })],
  ['an unknown kind', jwt.sign({ who: { kind: 'root' } }, secret, { issuer: 'colloquy-gateway' })],
  ['expired', jwt.sign({ who: ada }, secret, { issuer: 'colloquy-gateway', expiresIn: -IDENTITY_TTL_SECONDS })],
])('refuses %s', (_, assertion) => {
  expect(verifyIdentity(assertion, secret)).toBeNull()
})

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
