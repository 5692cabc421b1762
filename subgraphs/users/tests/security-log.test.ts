import { randomUUID } from 'node:crypto'
import { IDENTITY_HEADER } from '@colloquy/platform/assertions'
import { createLogger } from '@colloquy/platform/logger'
import { connectMongodb } from '@colloquy/platform/mongodb'
import { connectRedis } from '@colloquy/platform/redis'
import { createSecurityLog } from '@colloquy/platform/security-log'
import { recordLog, securityEventTypes } from '@colloquy/platform/testing/recorded-log'
import type { RecordedLog } from '@colloquy/platform/testing/recorded-log'
import { securityEventsOf } from '@colloquy/platform/testing/security-writers'
import { MAX_BLOCKED_USERS } from '@colloquy/schema/rules'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { z } from 'zod'
import { createProfiles } from '../src/profiles/profiles.ts'
import { createProfileStore } from '../src/profiles/store.ts'
import type { CodeMail } from '../src/sign-in/code-mail.ts'
import { MAX_GUESSES } from '../src/sign-in/code.ts'
import { createIpLimit } from '../src/sign-in/ip-limits.ts'
import { FIRST_WAIT_MS } from '../src/sign-in/limits.ts'
import { createSignIn } from '../src/sign-in/sign-in.ts'
import { createCodeStore } from '../src/sign-in/store.ts'
import { anonymous, newAddress, startUsersUnderTest, wrongCode } from './users-under-test.ts'

let stack: AsyncDisposableStack
beforeAll(() => {
  stack = new AsyncDisposableStack()
})
afterAll(() => stack.disposeAsync())

/** All that the tests of this file have recorded. */
const logs: RecordedLog[] = []

async function recordedUsers(changes?: Record<string, string>) {
  const users = stack.use(await startUsersUnderTest(changes))
  logs.push(users.log)
  return users
}

/** Signing in on real stores, with its log and its mail where a test can read them. */
async function recordedSignIn() {
  const log = recordLog()
  logs.push(log)
  const { logger, lines, securityEvents } = log
  const { mongodbUrl, redisUrl } = inject('infrastructure')
  const mongodb = stack.use(await connectMongodb(new URL(`/users-${randomUUID()}`, mongodbUrl).href))
  const redis = stack.use(await connectRedis(redisUrl, createLogger('test', 'silent')))
  const securityLog = createSecurityLog(logger)
  const mails: CodeMail[] = []
  const tokens = { accessToken: `access-${randomUUID()}`, refreshToken: `refresh-${randomUUID()}` }
  const signIn = createSignIn({
    store: createCodeStore(redis),
    mailer: { send: async (mail) => void mails.push(mail) },
    profiles: createProfiles(await createProfileStore(mongodb), { publish: async () => undefined }),
    sessions: {
      start: async (userId, { isNewUser }) => ({ ...tokens, userId, isNewUser, accessTokenExpiresAt: new Date() }),
    },
    pepper: randomUUID(),
    securityLog,
    limits: {
      codes: createIpLimit(redis, `codes-${randomUUID()}`, { perHour: 3, securityLog }),
      attempts: createIpLimit(redis, `attempts-${randomUUID()}`, { perHour: 100, securityLog }),
    },
  })
  return { signIn, lines, securityEvents, mails, tokens }
}

test('what happens at the door is logged, and no secret with it', async () => {
  const { signIn, lines, securityEvents, mails, tokens } = await recordedSignIn()
  const email = newAddress()
  const from = { ip: anonymous().ip, userAgent: 'Test/1.0' }
  const { id } = await signIn.requestCode({ email }, from)
  const code = mails[0]?.code ?? ''
  await expect(signIn.verifyCode({ requestId: id, code: wrongCode(code) }, from)).rejects.toThrow('is wrong')
  await expect(signIn.requestCode({ email }, from)).rejects.toThrow('Too many requests')
  const { deviceToken } = await signIn.verifyCode({ requestId: id, code }, from)
  await signIn.requestCode({ email, deviceToken }, from)
  await expect(signIn.requestCode({ email: newAddress() }, from)).resolves.toBeDefined()
  await expect(signIn.requestCode({ email: newAddress() }, from)).rejects.toThrow('Too many requests')

  const account = id.slice(0, 22)
  expect(securityEvents()).toMatchObject([
    { type: 'code-sent', account, isKnownDevice: false },
    { type: 'guess-refused', account, guessesLeft: 4 },
    { type: 'limit-reached', limit: 'sign-in-codes-of-address', account },
    { type: 'signed-in', account, isNewUser: true, isKnownDevice: false },
    { type: 'code-sent', account, isKnownDevice: true },
    { type: 'code-sent', isKnownDevice: false },
    { type: 'limit-reached' },
  ])
  const secrets = [email, ...mails.map((mail) => `"${mail.code}"`), id, deviceToken ?? '', from.ip, from.userAgent]
  for (const secret of [...secrets, ...Object.values(tokens)]) expect(lines.join('')).not.toContain(secret)
})

test('the subgraph logs blocks, limits of users and refused assertions, and no address', async () => {
  const users = await recordedUsers({ ADDRESS_SEARCHES_PER_DAY: '1' })
  const [ada, bob] = [await users.signIn(), await users.signIn()]
  const change = (field: string) =>
    users.ask(`mutation ($id: ID!) { ${field}(userId: $id) { id } }`, { id: bob.user.id }, ada.identity)
  for (const field of ['blockUser', 'blockUser', 'unblockUser', 'unblockUser']) await change(field)
  const pair = { userId: ada.user.id, blockedId: bob.user.id }
  expect(users.log.securityEvents('block-changed')).toEqual([
    { type: 'block-changed', ...pair, isBlocked: true },
    { type: 'block-changed', ...pair, isBlocked: false },
  ])

  const search = { query: bob.email }
  for (const _ of [1, 2, 3]) {
    await users.ask('query ($query: String!) { searchUsers(query: $query) { id } }', search, ada.identity)
  }
  expect(users.log.securityEvents('limit-reached')).toEqual([
    { type: 'limit-reached', limit: 'address-searches', userId: ada.user.id },
  ])

  const forged = { method: 'POST', headers: { [IDENTITY_HEADER]: 'forged' } }
  expect((await fetch(`${users.url}/graphql`, forged)).status).toBe(401)
  expect(users.log.securityEvents('token-refused')).toEqual([{ type: 'token-refused' }])
  expect(users.log.lines.join('')).not.toContain(bob.email)
})

test('that one cannot block more is logged', async () => {
  const users = await recordedUsers()
  const [ada, bob] = [await users.signIn(), await users.signIn()]
  const mongodb = stack.use(await connectMongodb(users.databaseUrl))
  const blockedIds = Array.from({ length: MAX_BLOCKED_USERS }, (_, index) => `somebody-${index}`)
  await mongodb.collection<{ _id: string; blockedIds: string[] }>('privacy').insertOne({ _id: ada.user.id, blockedIds })
  const block = 'mutation ($id: ID!) { blockUser(userId: $id) { id } }'
  expect((await users.ask(block, { id: bob.user.id }, ada.identity)).errors).toMatchObject([
    { extensions: { code: 'CONFLICT' } },
  ])
  expect(users.log.securityEvents('limit-reached')).toEqual([
    { type: 'limit-reached', limit: 'blocked-users', userId: ada.user.id },
  ])
})

test('that a session has ended is logged, and why', async () => {
  const users = await recordedUsers()
  const email = newAddress()
  const laptop = await users.signIn(email)
  const phone = await users.signIn(email, undefined, laptop.deviceToken)
  const revoke = 'mutation ($id: ID!) { revokeSession(id: $id) }'
  await users.ask(revoke, { id: phone.identity.sessionId }, laptop.identity)
  await users.ask('mutation { signOut }', {}, laptop.identity)
  const stolen = await users.signIn()
  const { session } = await users.refresh(stolen.refreshToken)
  await users.refresh(session?.refreshToken ?? '')
  await users.refresh(stolen.refreshToken)

  const ended = ({ identity: { userId, sessionId } }: typeof laptop, reason: string) => ({
    type: 'session-ended',
    userId,
    sessionId,
    reason,
  })
  expect(users.log.securityEvents('session-ended')).toEqual([
    ended(phone, 'revoked'),
    ended(laptop, 'signed-out'),
    ended(stolen, 'token-reused'),
  ])
})

test('that a program is given a token, and loses it, is logged', async () => {
  const users = await recordedUsers()
  const { identity, user } = await users.signIn()
  const created = await users.ask(
    'mutation ($input: CreateAccessTokenInput!) { createAccessToken(input: $input) { secret accessToken { id } } }',
    { input: { name: 'Backup', scopes: ['chats:read'] } },
    identity,
  )
  const { secret, accessToken } = z
    .object({ secret: z.string(), accessToken: z.object({ id: z.string() }) })
    .parse(created.data?.createAccessToken)
  await users.ask('mutation ($id: ID!) { revokeAccessToken(id: $id) }', { id: accessToken.id }, identity)
  const token = { userId: user.id, tokenId: accessToken.id }
  expect(users.log.securityEvents('access-token-created')).toEqual([
    { type: 'access-token-created', ...token, scopes: ['chats:read'] },
  ])
  expect(users.log.securityEvents('access-token-revoked')).toEqual([{ type: 'access-token-revoked', ...token }])
  expect(users.log.lines.join('')).not.toContain(secret)
})

test('that the next code has to wait for wrong guesses is logged', async () => {
  const users = await recordedUsers()
  const email = newAddress()
  const from = (network: number) => anonymous(`2001:db8:${network}::1`)
  // As many as all strangers together may make.
  const networks = 50 / MAX_GUESSES
  for (let network = 1; network <= networks; network++) {
    const { id, code } = await users.requestedCode(email, from(network))
    for (let guess = 0; guess < MAX_GUESSES; guess++) await users.verifyCode(id, wrongCode(code), from(network))
  }
  const { errors } = await users.requestCode(email, from(networks + 1))
  const retryAfter = errors?.[0]?.extensions.retryAfter
  expect(retryAfter).toBeLessThanOrEqual(FIRST_WAIT_MS / 1_000)
  expect(users.log.securityEvents('backed-off')).toMatchObject([{ type: 'backed-off', retryAfter }])
})

test('every event of the closed list that is the users subgraph’s to write was written here', () => {
  expect(securityEventTypes(logs)).toEqual(securityEventsOf('users'))
})
