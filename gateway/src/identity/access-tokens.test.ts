import { generateKeyPairSync } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import jwt from 'jsonwebtoken'
import { expect, test, vi } from 'vitest'
import { createAccessTokens } from './access-tokens.ts'

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const other = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const accessTokens = createAccessTokens({
  jwks: { key: async (kid) => (kid === 'current' ? publicKey : null) },
  issuer: 'colloquy',
})

const claims = { sub: 'u1', sid: 's1', scope: 'chats:read chats:write', session_exp: 1_800_000_000 }
const options: jwt.SignOptions = {
  algorithm: 'ES256',
  issuer: 'colloquy',
  audience: 'colloquy',
  expiresIn: 600,
  header: { alg: 'ES256', typ: 'at+jwt', kid: 'current' },
}
const sign = (changes: jwt.SignOptions = {}, key: KeyObject | string = privateKey, payload: object = claims) =>
  jwt.sign(payload, key, { ...options, ...changes })
const { expiresIn: _, ...withoutExpiry } = options
const header = (changes: object) => ({ header: { alg: 'ES256', typ: 'at+jwt', kid: 'current', ...changes } })

test('a token of ours says who asks and what for', async () => {
  const expected = { userId: 'u1', sessionId: 's1', scopes: ['chats:read', 'chats:write'], sessionExpiresAtMs: 1.8e12 }
  const token = sign()
  expect(await accessTokens.verify(token)).toEqual(expected)
  expect(await accessTokens.verify(token)).toEqual(expected)
})

test.each([
  ['no JWT at all', 'nonsense'],
  ['another key', sign({}, other.privateKey)],
  ['an unknown key id', sign(header({ kid: 'unknown' }))],
  ['another audience', sign({ audience: 'elsewhere' })],
  ['another issuer', sign({ issuer: 'elsewhere' })],
  ['another type of token', sign(header({ typ: 'JWT' }))],
  ['no expiry', jwt.sign(claims, privateKey, withoutExpiry)],
  ['a time to come', sign({ notBefore: 60 })],
  ['no session', sign({}, privateKey, { sub: 'u1', scope: '' })],
  ['no signature', jwt.sign(claims, '', { ...options, algorithm: 'none', ...header({ alg: 'none' }) })],
  [
    'the public key used as a secret',
    jwt.sign(claims, publicKey.export({ type: 'spki', format: 'pem' }).toString(), {
      ...options,
      algorithm: 'HS256',
      ...header({ alg: 'HS256' }),
    }),
  ],
])('refused: %s', async (_, token) => {
  await expect(accessTokens.verify(token)).rejects.toMatchObject({
    code: 'UNAUTHENTICATED',
    message: 'The access token is not valid.',
  })
})

test('a changed claim is refused', async () => {
  const [head, , signature] = sign().split('.')
  const payload = Buffer.from(JSON.stringify({ ...claims, sub: 'u2' })).toString('base64url')
  await expect(accessTokens.verify(`${head}.${payload}.${signature}`)).rejects.toMatchObject({
    code: 'UNAUTHENTICATED',
  })
})

test('an expired token says so, also one that was verified before', async () => {
  const expired = { code: 'UNAUTHENTICATED', message: 'The access token has expired.' }
  await expect(accessTokens.verify(sign({ expiresIn: -1 }))).rejects.toMatchObject(expired)
  const token = sign({ expiresIn: 3 })
  await accessTokens.verify(token)
  await vi.waitFor(() => expect(accessTokens.verify(token)).rejects.toMatchObject(expired), { timeout: 10_000 })
})
