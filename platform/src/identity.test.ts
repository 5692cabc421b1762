import jwt from 'jsonwebtoken'
import { expect, test } from 'vitest'
import { IDENTITY_TTL_SECONDS, signIdentity, verifyIdentity } from './identity.ts'
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
