import { createKeyPair } from '@colloquy/platform/testing/key-pair'
import { publicJwk } from '@colloquy/platform/signing-keys'
import jwt from 'jsonwebtoken'
import { expect, test } from 'vitest'
import { createSignedTokens } from './signed-tokens.ts'

test('while its key is being changed both keys are published, each once, and the one in use signs', () => {
  const [current, next] = [createKeyPair(), createKeyPair()]
  const { issue, jwks } = createSignedTokens(current.privateKey, 'colloquy', [next.publicKey, current.publicKey])
  expect(jwks.keys).toEqual([publicJwk(current.publicKey), publicJwk(next.publicKey)])
  const { accessToken } = issue({ userId: 'ada', sessionId: 's1', sessionExpiresAt: new Date() })
  expect(jwt.decode(accessToken, { complete: true })?.header.kid).toBe(publicJwk(current.publicKey).kid)
})
