import { randomUUID } from 'node:crypto'
import { connectMongodb } from '@colloquy/platform/mongodb'
import { accessTokenRoute, hashAccessToken, isAccessToken } from '@colloquy/schema/access-tokens'
import { MAX_ACCESS_TOKENS } from '@colloquy/schema/rules'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { FRESH_SESSION_MS } from '../src/access-tokens/access-tokens.ts'
import { service, startUsersUnderTest } from './users-under-test.ts'
import type { UsersUnderTest } from './users-under-test.ts'

type Identity = Awaited<ReturnType<UsersUnderTest['signIn']>>['identity']

let users: UsersUnderTest
beforeAll(async () => {
  users = await startUsersUnderTest()
})
afterAll(() => users[Symbol.asyncDispose]())

const token = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.string()),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  lastUsedAt: z.iso.datetime().nullable(),
})
const FIELDS = 'id name scopes createdAt expiresAt lastUsedAt'
const valid = { name: ' My script ', scopes: ['chats:read', 'profile:read', 'chats:read'] }

const tryToCreate = (who: Identity, input: object = valid) =>
  users.ask(
    `mutation ($input: CreateAccessTokenInput!) { createAccessToken(input: $input) { secret accessToken { ${FIELDS} } } }`,
    { input },
    who,
  )
const create = async (who: Identity, input?: object) => {
  const { data, errors } = await tryToCreate(who, input)
  expect(errors).toBeUndefined()
  return z.object({ secret: z.string(), accessToken: token }).parse(data?.createAccessToken)
}
const list = async (who: Identity) => {
  const { data } = await users.ask(`{ me { accessTokens { ${FIELDS} } } }`, {}, who)
  return z.object({ accessTokens: z.array(token) }).parse(data?.me).accessTokens
}
const revoke = (who: Identity, id: string) =>
  users.ask('mutation ($id: ID!) { revokeAccessToken(id: $id) }', { id }, who)
const use = async (secret: string) => {
  const { status, body } = await users.post(accessTokenRoute.path, { hash: hashAccessToken(secret) }, service)
  expect(status).toBe(200)
  return accessTokenRoute.response.parse(body).token
}
const codeOf = ({ errors }: { errors?: { extensions: Record<string, unknown> }[] }) => errors?.[0]?.extensions.code

test('a token is made, listed, used and revoked', async () => {
  const { identity } = await users.signIn()
  const { secret, accessToken } = await create(identity)
  expect(isAccessToken(secret)).toBe(true)
  expect(accessToken).toMatchObject({
    name: 'My script',
    scopes: ['profile:read', 'chats:read'],
    expiresAt: null,
    lastUsedAt: null,
  })
  const { id } = accessToken
  expect(await use(secret)).toEqual({ id, userId: identity.userId, scopes: accessToken.scopes, expiresAtMs: null })
  expect(await list(identity)).toEqual([{ ...accessToken, lastUsedAt: expect.any(String) }])
  expect((await revoke(identity, id)).data).toEqual({ revokeAccessToken: true })
  expect(await use(secret)).toBeNull()
  expect(await list(identity)).toEqual([])
  expect(codeOf(await revoke(identity, id))).toBe('NOT_FOUND')
  expect(users.log.lines.join('')).not.toContain(secret)
})

test('the secret is stored as its hash alone', async () => {
  const { identity } = await users.signIn()
  const { secret, accessToken } = await create(identity)
  await using mongodb = await connectMongodb(users.databaseUrl)
  const stored = await mongodb.collection<{ _id: string }>('access_tokens').findOne({ _id: accessToken.id })
  expect(stored).toMatchObject({ hash: hashAccessToken(secret) })
  expect(JSON.stringify(stored)).not.toContain(secret.slice(4, 20))
})

test('one that has an end works until then', async () => {
  const { identity } = await users.signIn()
  const { secret, accessToken } = await create(identity, {
    ...valid,
    expiresAt: new Date(Date.now() + 60_000).toISOString(),
  })
  expect(await use(secret)).toMatchObject({ expiresAtMs: Date.parse(accessToken.expiresAt ?? '') })
  await using mongodb = await connectMongodb(users.databaseUrl)
  const ended = { $set: { expiresAt: new Date(Date.now() - 1) } }
  await mongodb.collection<{ _id: string }>('access_tokens').updateOne({ _id: accessToken.id }, ended)
  expect(await use(secret)).toBeNull()
  expect(await list(identity)).toEqual([])
})

test.each([
  ['no name', { name: ' ' }, ['input', 'name']],
  ['no scope', { scopes: [] }, ['input', 'scopes']],
  ['the scope of sessions', { scopes: ['session'] }, ['input', 'scopes', 0]],
  ['an end in the past', { expiresAt: '2020-01-01T00:00:00Z' }, ['input', 'expiresAt']],
  ['an end that is none', { expiresAt: 'tomorrow' }, ['input', 'expiresAt']],
])('%s is refused', async (_, change, path) => {
  const { identity } = await users.signIn()
  const { errors } = await tryToCreate(identity, { ...valid, ...change })
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', issues: [{ path }] } }])
})

test('a token makes, sees and revokes none, and manages no sessions', async () => {
  const { identity } = await users.signIn()
  const { accessToken } = await create(identity)
  const program = { ...identity, sessionId: accessToken.id, scopes: ['profile:read', 'profile:write', 'chats:read'] }
  expect(codeOf(await tryToCreate(program))).toBe('FORBIDDEN')
  expect(codeOf(await revoke(program, accessToken.id))).toBe('FORBIDDEN')
  for (const mutation of ['signOut', 'revokeOtherSessions', `revokeSession(id: "${identity.sessionId}")`]) {
    expect([mutation, codeOf(await users.ask(`mutation { ${mutation} }`, {}, program))]).toEqual([
      mutation,
      'FORBIDDEN',
    ])
  }
  expect((await users.ask('{ me { id accessTokens { id } } }', {}, program)).data?.me).toMatchObject({
    accessTokens: null,
  })
  expect(await list(identity)).toHaveLength(1)
})

test('without profile:read a token sees nothing private of its own user', async () => {
  const { identity, user, email } = await users.signIn()
  const read = (scopes: string[]) =>
    users.ask(
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on User { email privacy { readReceipts } blockedUsers { id } } } }',
      { r: [{ __typename: 'User', id: user.id }] },
      { ...identity, scopes },
    )
  expect((await read(['chats:read'])).data).toEqual({ _entities: [{ email: null, privacy: null, blockedUsers: null }] })
  expect((await read(['profile:read'])).data).toMatchObject({ _entities: [{ email, blockedUsers: [] }] })
})

test('nobody else sees or revokes a token', async () => {
  const [ada, bob] = [await users.signIn(), await users.signIn()]
  const { secret, accessToken } = await create(ada.identity)
  expect(codeOf(await revoke(bob.identity, accessToken.id))).toBe('NOT_FOUND')
  const { data } = await users.ask(
    'query ($id: ID!) { user(id: $id) { accessTokens { id } } }',
    { id: ada.user.id },
    bob.identity,
  )
  expect(data).toEqual({ user: { accessTokens: null } })
  expect(await use(secret)).not.toBeNull()
})

test('an old session makes none, nor one that is gone', async () => {
  const { identity } = await users.signIn()
  await using mongodb = await connectMongodb(users.databaseUrl)
  const createdAt = new Date(Date.now() - FRESH_SESSION_MS - 1_000)
  await mongodb.collection<{ _id: string }>('sessions').updateOne({ _id: identity.sessionId }, { $set: { createdAt } })
  expect(codeOf(await tryToCreate(identity))).toBe('FORBIDDEN')
  expect(codeOf(await tryToCreate({ ...identity, sessionId: randomUUID() }))).toBe('FORBIDDEN')
})

test('there are so many and no more, also when they are asked for at once', async () => {
  const { identity } = await users.signIn()
  for (let count = 1; count < MAX_ACCESS_TOKENS; count++) await create(identity)
  const answers = await Promise.all([tryToCreate(identity), tryToCreate(identity), tryToCreate(identity)])
  const refused = answers.filter(({ errors }) => errors)
  expect(refused.length).toBeGreaterThanOrEqual(2)
  for (const answer of refused) expect(codeOf(answer)).toBe('CONFLICT')
  expect((await list(identity)).length).toBe(MAX_ACCESS_TOKENS + 2 - refused.length)
})

test('the route is for services alone', async () => {
  const { identity } = await users.signIn()
  expect((await users.post(accessTokenRoute.path, { hash: 'x' }, identity)).status).toBe(403)
})
