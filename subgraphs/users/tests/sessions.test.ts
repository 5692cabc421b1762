import { createPublicKey } from 'node:crypto'
import { createLogger } from '@colloquy/platform/logger'
import { connectMongodb } from '@colloquy/platform/mongodb'
import { connectRedis } from '@colloquy/platform/redis'
import { createKeyPair } from '@colloquy/platform/testing/key-pair'
import { revokedSessionKey, userTopic } from '@colloquy/schema/topics'
import jwt from 'jsonwebtoken'
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest'
import { z } from 'zod'
import { createSignedTokens } from '../src/sessions/signed-tokens.ts'
import { hashRefreshToken } from '../src/sessions/refresh-token.ts'
import { createSessions, REPEAT_MS } from '../src/sessions/sessions.ts'
import { createSessionStore } from '../src/sessions/store.ts'
import { identityOf, startUsersUnderTest } from './users-under-test.ts'
import type { UsersUnderTest } from './users-under-test.ts'

const { redisUrl } = inject('infrastructure')
const logger = createLogger('test', 'silent')

let stack: AsyncDisposableStack
let users: UsersUnderTest

beforeAll(async () => {
  stack = new AsyncDisposableStack()
  users = stack.use(await startUsersUnderTest())
})
afterAll(() => stack.disposeAsync())

const UNAUTHENTICATED = [{ extensions: { code: 'UNAUTHENTICATED' } }]
const jwks = z.object({ keys: z.array(z.looseObject({ kid: z.string(), kty: z.string() })) })

/** What is published about a user from now on. */
async function newsOf(userId: string): Promise<unknown[]> {
  const subscriber = stack.use(await connectRedis(redisUrl, logger))
  const news: unknown[] = []
  subscriber.on('message', (_, message: string) => news.push(JSON.parse(message)))
  await subscriber.subscribe(userTopic(userId))
  return news
}

test('an access token is a JWT that the published keys verify', async () => {
  const { accessToken, user } = await users.signIn()
  const response = await fetch(`${users.url}/.well-known/jwks.json`)
  const { keys } = jwks.parse(await response.json())
  expect(keys).toHaveLength(1)
  expect(keys[0]).not.toHaveProperty('d')
  expect(keys[0]).toMatchObject({ kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig' })
  const key = createPublicKey({ key: keys[0] ?? {}, format: 'jwk' })
  const { header, payload } = jwt.verify(accessToken, key, {
    algorithms: ['ES256'],
    issuer: 'colloquy',
    audience: 'colloquy',
    complete: true,
  })
  expect(header).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: keys[0]?.kid })
  expect(payload).toMatchObject({
    sub: user.id,
    sid: expect.any(String),
    scope: 'session profile:read profile:write chats:read chats:write',
    session_exp: expect.any(Number),
  })
  expect(
    z
      .object({ iat: z.int(), exp: z.int() })
      .transform(({ iat, exp }) => exp - iat)
      .parse(payload),
  ).toBe(600)
})

test('a refresh token is swapped for a new pair of the same session', async () => {
  const { refreshToken, identity, user } = await users.signIn()
  const { session } = await users.refresh(refreshToken)
  expect(session).toMatchObject({ isNewUser: false, user: { id: user.id } })
  expect(identityOf(session?.accessToken ?? '').sessionId).toBe(identity.sessionId)
  expect(session?.refreshToken).not.toBe(refreshToken)
  expect((await users.refresh(session?.refreshToken ?? '')).session).not.toBeNull()
})

/** As if the token had been used so long ago. */
async function usedBefore(refreshToken: string, agoMs: number): Promise<void> {
  await using mongodb = await connectMongodb(users.databaseUrl)
  const tokens = mongodb.collection<{ _id: string }>('refresh_tokens')
  await tokens.updateOne({ _id: hashRefreshToken(refreshToken) }, { $set: { usedAt: new Date(Date.now() - agoMs) } })
}

test('a client whose answer was lost asks again and gets the same refresh token', async () => {
  const { refreshToken } = await users.signIn()
  const [first, second] = await Promise.all([users.refresh(refreshToken), users.refresh(refreshToken)])
  const third = await users.refresh(refreshToken)
  expect(second.session?.refreshToken).toBe(first.session?.refreshToken)
  expect(third.session?.refreshToken).toBe(first.session?.refreshToken)
  expect((await users.refresh(third.session?.refreshToken ?? '')).session).not.toBeNull()
})

test('a process that died between the two writes of a swap loses nothing', async () => {
  const { refreshToken } = await users.signIn()
  const { session } = await users.refresh(refreshToken)
  await using mongodb = await connectMongodb(users.databaseUrl)
  const next = hashRefreshToken(session?.refreshToken ?? '')
  await mongodb.collection<{ _id: string }>('refresh_tokens').deleteOne({ _id: next })
  const again = await users.refresh(refreshToken)
  expect(again.session?.refreshToken).toBe(session?.refreshToken)
  expect((await users.refresh(again.session?.refreshToken ?? '')).session).not.toBeNull()
})

test('a refresh token from before the last but one ends the session', async () => {
  const { refreshToken, identity, user } = await users.signIn()
  const news = await newsOf(user.id)
  const second = (await users.refresh(refreshToken)).session?.refreshToken ?? ''
  const third = (await users.refresh(second)).session?.refreshToken ?? ''
  expect((await users.refresh(refreshToken)).errors).toMatchObject(UNAUTHENTICATED)
  for (const token of [second, third]) expect((await users.refresh(token)).errors).toMatchObject(UNAUTHENTICATED)
  await vi.waitFor(() => expect(news).toContainEqual({ type: 'SessionRevoked', sessionId: identity.sessionId }))
})

test('a refresh token that comes back after a minute ends the session', async () => {
  const { refreshToken } = await users.signIn()
  const { session } = await users.refresh(refreshToken)
  await usedBefore(refreshToken, REPEAT_MS + 1_000)
  expect((await users.refresh(refreshToken)).errors).toMatchObject(UNAUTHENTICATED)
  expect((await users.refresh(session?.refreshToken ?? '')).errors).toMatchObject(UNAUTHENTICATED)
})

test('an unknown refresh token is refused', async () => {
  expect((await users.refresh('nobody-made-this')).errors).toMatchObject(UNAUTHENTICATED)
})

test('signing out ends the session, and no other', async () => {
  const { refreshToken, identity, user } = await users.signIn()
  const other = await users.signIn()
  const news = await newsOf(user.id)
  expect(await users.ask('mutation { signOut }', {}, identity)).toEqual({ data: { signOut: true } })

  expect((await users.refresh(refreshToken)).errors).toMatchObject(UNAUTHENTICATED)
  expect((await users.refresh(other.refreshToken)).errors).toBeUndefined()
  await vi.waitFor(() => expect(news).toEqual([{ type: 'SessionRevoked', sessionId: identity.sessionId }]))
  await using redis = await connectRedis(redisUrl, logger)
  expect(await redis.ttl(revokedSessionKey(identity.sessionId))).toBeGreaterThan(86_000)
  expect(await redis.exists(revokedSessionKey(other.identity.sessionId))).toBe(0)
})

test('signing out takes somebody who is signed in', async () => {
  expect((await users.ask('mutation { signOut }')).errors).toMatchObject(UNAUTHENTICATED)
})

/** A sign-in of the same person on another device. */
async function signInAgain(userId: string, userAgent: string) {
  const mongodb = stack.use(await connectMongodb(users.databaseUrl))
  const signedTokens = createSignedTokens(createKeyPair().privateKey, 'colloquy')
  const sessions = createSessions({
    store: await createSessionStore(mongodb),
    signedTokens,
    revocations: { announce: async () => undefined },
    announcer: { soon: () => undefined },
    securityLog: () => undefined,
  })
  const { refreshToken, accessToken } = await sessions.start(userId, { userAgent, isNewUser: false, notice: null })
  return { refreshToken, sessionId: identityOf(accessToken).sessionId }
}

const SESSIONS = '{ me { sessions { id userAgent createdAt lastUsedAt isCurrent } } }'

test('the sessions that go on are listed to their owner, and ended one by one', async () => {
  const laptop = await users.signIn()
  const phone = await signInAgain(laptop.user.id, 'Phone')
  const listed = await users.ask(SESSIONS, {}, laptop.identity)
  expect(listed.data).toMatchObject({
    me: {
      sessions: [
        { id: phone.sessionId, userAgent: 'Phone', isCurrent: false },
        { id: laptop.identity.sessionId, isCurrent: true },
      ],
    },
  })
  const revoke = 'mutation ($id: ID!) { revokeSession(id: $id) }'
  const stranger = await users.signIn()
  const id = phone.sessionId
  expect((await users.ask(revoke, { id }, stranger.identity)).errors).toMatchObject([
    { extensions: { code: 'NOT_FOUND' } },
  ])
  expect(await users.ask(revoke, { id }, laptop.identity)).toEqual({ data: { revokeSession: true } })
  expect((await users.refresh(phone.refreshToken)).errors).toMatchObject(UNAUTHENTICATED)
  expect((await users.ask(SESSIONS, {}, laptop.identity)).data).toMatchObject({
    me: { sessions: [{ id: laptop.identity.sessionId }] },
  })
  const seen = 'query ($id: ID!) { user(id: $id) { sessions { id } } }'
  expect((await users.ask(seen, { id: laptop.user.id }, stranger.identity)).data).toEqual({ user: { sessions: null } })
})

test('all sessions but the one that asks are ended at once', async () => {
  const last = await users.signIn()
  const [first, second] = [await signInAgain(last.user.id, 'First'), await signInAgain(last.user.id, 'Second')]
  expect(await users.ask('mutation { revokeOtherSessions }', {}, last.identity)).toEqual({
    data: { revokeOtherSessions: 2 },
  })
  for (const { refreshToken } of [first, second]) {
    expect((await users.refresh(refreshToken)).errors).toMatchObject(UNAUTHENTICATED)
  }
  expect((await users.refresh(last.refreshToken)).errors).toBeUndefined()
})

test('a session that was not used for long is over', async () => {
  const { refreshToken, identity } = await users.signIn()
  await using mongodb = await connectMongodb(users.databaseUrl)
  const sessions = mongodb.collection<{ _id: string }>('sessions')
  await sessions.updateOne({ _id: identity.sessionId }, { $set: { expiresAt: new Date(Date.now() - 1) } })
  expect((await users.refresh(refreshToken)).errors).toMatchObject(UNAUTHENTICATED)
})

test('neither token is stored', async () => {
  const { refreshToken, accessToken } = await users.signIn()
  await using mongodb = await connectMongodb(users.databaseUrl)
  for (const name of ['sessions', 'refresh_tokens', 'users']) {
    const stored = JSON.stringify(await mongodb.collection(name).find().toArray())
    expect(stored).not.toContain(refreshToken)
    expect(stored).not.toContain(accessToken)
  }
})
