import { generateKeyPairSync } from 'node:crypto'
import jwt from 'jsonwebtoken'
import { afterEach, expect, test, vi } from 'vitest'
import { ASSERTION_TTL_SECONDS, createAssertions, createAssertionVerifier, IDENTITY_HEADER } from './assertions.ts'
import type { Identity } from './identity.ts'
import { createSecurityLog } from './security-log.ts'
import { publicJwk } from './signing-keys.ts'
import { recordLog } from './testing/recorded-log.ts'

const pair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' })
const [gateway, nextGateway, chat, stranger] = [pair(), pair(), pair(), pair()]
const trusted = { gateway: [gateway.publicKey, nextGateway.publicKey], chat: [chat.publicKey] }
const verify = createAssertionVerifier({ audience: 'users', trusted })

const ada: Identity = { kind: 'user', userId: 'u1', sessionId: 's1', scopes: ['chats:read'], ip: '127.0.0.1' }
const itself: Identity = { kind: 'service', name: 'chat' }

const assertion = (
  who: unknown,
  { key = gateway, from = gateway, ...options }: { key?: typeof gateway; from?: typeof gateway } & jwt.SignOptions = {},
) =>
  jwt.sign({ who }, key.privateKey, {
    algorithm: 'ES256',
    issuer: 'gateway',
    audience: 'users',
    expiresIn: ASSERTION_TTL_SECONDS,
    keyid: publicJwk(from.publicKey).kid,
    ...options,
  })

afterEach(() => void vi.useRealTimers())

test('an assertion carries whom it names, to the service it is for and to no other', () => {
  const headers = createAssertions({ issuer: 'gateway', privateKey: gateway.privateKey })(ada, 'users')
  expect(verify(headers[IDENTITY_HEADER])).toEqual(ada)
  const elsewhere = createAssertionVerifier({ audience: 'chat', trusted })
  expect(elsewhere(headers[IDENTITY_HEADER])).toBeNull()
})

test('while a key is being changed the old one and the new one hold', () => {
  for (const { privateKey } of [gateway, nextGateway]) {
    expect(verify(createAssertions({ issuer: 'gateway', privateKey })(ada, 'users')[IDENTITY_HEADER])).toEqual(ada)
  }
})

test('a service other than the gateway names itself alone', () => {
  const asChat = { key: chat, from: chat, issuer: 'chat' }
  expect(verify(assertion(itself, asChat))).toEqual(itself)
  expect(verify(assertion(ada, asChat))).toBeNull()
  expect(verify(assertion({ kind: 'service', name: 'gateway' }, asChat))).toBeNull()
  expect(verify(assertion(ada, { key: chat, from: chat }))).toBeNull()
})

test.each([
  ['none at all', undefined],
  ['not a token', 'u1'],
  ['an unknown key', assertion(ada, { key: stranger, from: stranger })],
  ['another key under a known name', assertion(ada, { key: stranger })],
  ['no signature', jwt.sign({ who: ada }, '', { algorithm: 'none', issuer: 'gateway', audience: 'users' })],
  [
    'a public key used as a secret',
    jwt.sign({ who: ada }, gateway.publicKey.export({ type: 'spki', format: 'pem' }), {
      algorithm: 'HS256',
      issuer: 'gateway',
      audience: 'users',
      expiresIn: 60,
      keyid: publicJwk(gateway.publicKey).kid,
      allowInvalidAsymmetricKeyTypes: true,
    }),
  ],
  ['another issuer', assertion(ada, { issuer: 'somebody' })],
  ['another audience', assertion(ada, { audience: 'chat' })],
  ['an unknown kind', assertion({ kind: 'root' })],
  ['a long life', assertion(ada, { expiresIn: ASSERTION_TTL_SECONDS + 1 })],
  ['one that has expired', assertion(ada, { expiresIn: -ASSERTION_TTL_SECONDS })],
  ['no time of issue', assertion(ada, { noTimestamp: true })],
])('refuses %s', (_, given) => {
  expect(verify(given)).toBeNull()
})

test('one that was accepted stops with its life', () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const given = assertion(ada)
  expect(verify(given)).toEqual(ada)
  vi.advanceTimersByTime((ASSERTION_TTL_SECONDS + 6) * 1_000)
  expect(verify(given)).toBeNull()
})

test('a new one is signed before the old one ends', () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const headersFor = createAssertions({ issuer: 'gateway', privateKey: gateway.privateKey })
  const first = headersFor(ada, 'users')
  expect(headersFor(ada, 'users')).toBe(first)
  expect(headersFor(ada, 'chat')).not.toEqual(first)
  vi.advanceTimersByTime(ASSERTION_TTL_SECONDS * 500 + 1_000)
  expect(headersFor(ada, 'users')).not.toEqual(first)
})

test('one that is refused is a security event, without the assertion', () => {
  const { logger, lines, securityEvents } = recordLog()
  const watched = createAssertionVerifier({ audience: 'users', trusted, securityLog: createSecurityLog(logger) })
  watched(assertion(ada))
  watched(undefined)
  expect(securityEvents()).toEqual([])
  const forged = assertion(ada, { key: stranger })
  expect(watched(forged)).toBeNull()
  expect(securityEvents()).toEqual([{ type: 'token-refused' }])
  expect(lines.join('')).not.toContain(forged)
})
