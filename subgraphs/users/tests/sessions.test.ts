import { createPublicKey } from 'node:crypto'
import { createLogger } from '@colloquy/platform/logger'
import { connectMongodb } from '@colloquy/platform/mongodb'
import { connectRedis } from '@colloquy/platform/redis'
import { revokedSessionKey, userTopic } from '@colloquy/schema/topics'
import jwt from 'jsonwebtoken'
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest'
import { z } from 'zod'
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

test('a refresh token that comes a second time ends the session', async () => {
  const { refreshToken, identity, user } = await users.signIn()
  const news = await newsOf(user.id)
  const { session } = await users.refresh(refreshToken)
  expect((await users.refresh(refreshToken)).errors).toMatchObject(UNAUTHENTICATED)
  expect((await users.refresh(session?.refreshToken ?? '')).errors).toMatchObject(UNAUTHENTICATED)
  await vi.waitFor(() => expect(news).toContainEqual({ type: 'SessionRevoked', sessionId: identity.sessionId }))
})

test('of two swaps of one token at once none leaves a session behind', async () => {
  const { refreshToken } = await users.signIn()
  const swaps = await Promise.all([users.refresh(refreshToken), users.refresh(refreshToken)])
  const swapped = swaps.flatMap(({ session }) => session ?? [])
  expect(swapped.length).toBeLessThanOrEqual(1)
  const after = await Promise.all(swapped.map(({ refreshToken }) => users.refresh(refreshToken)))
  expect(after.filter(({ session }) => session)).toEqual([])
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
