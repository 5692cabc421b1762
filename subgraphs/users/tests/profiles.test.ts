import { randomUUID } from 'node:crypto'
import type { UserIdentity } from '@colloquy/platform/identity'
import { createLogger } from '@colloquy/platform/logger'
import { connectRedis } from '@colloquy/platform/redis'
import { userTopic } from '@colloquy/schema/topics'
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest'
import { z } from 'zod'
import { service, startUsersUnderTest } from './users-under-test.ts'
import type { UsersUnderTest } from './users-under-test.ts'

type Person = Awaited<ReturnType<UsersUnderTest['signIn']>>

let stack: AsyncDisposableStack
let users: UsersUnderTest
let ada: Person
let bob: Person

beforeAll(async () => {
  stack = new AsyncDisposableStack()
  users = stack.use(await startUsersUnderTest())
  ada = await users.signIn()
  bob = await users.signIn()
})
afterAll(() => stack.disposeAsync())

const update = (identity: UserIdentity, input: object) =>
  users.ask(
    'mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { id username name bio } }',
    { input },
    identity,
  )
const found = z.array(z.object({ id: z.string() }))
const search = async (query: string, first?: number) => {
  const { data } = await users.ask(
    'query ($query: String!, $first: Int) { searchUsers(query: $query, first: $first) { id email } }',
    { query, first },
    bob.identity,
  )
  return found.parse(data?.searchUsers).map(({ id }) => id)
}
const entities = (ids: string[], fields: string, identity: UserIdentity | typeof service) =>
  users.ask(
    `query ($of: [_Any!]!) { _entities(representations: $of) { ... on User { ${fields} } } }`,
    { of: ids.map((id) => ({ __typename: 'User', id })) },
    identity,
  )
const unused = (prefix = '') => `${prefix}${randomUUID().replaceAll('-', '').slice(0, 12)}`

describe('reading', () => {
  test('me is the one who asks, e-mail address included', async () => {
    const { data } = await users.ask('{ me { id name email createdAt bio } }', {}, ada.identity)
    expect(data?.me).toEqual({
      id: ada.user.id,
      name: ada.user.name,
      email: ada.email,
      bio: null,
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    })
  })

  test('me of nobody is UNAUTHENTICATED', async () => {
    expect((await users.ask('{ me { id } }')).errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
  })

  test('a token without the scope is FORBIDDEN', async () => {
    const narrow = { ...ada.identity, scopes: ['chats:read'] }
    expect((await users.ask('{ me { id } }', {}, narrow)).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
    expect((await update(narrow, { name: 'Ada' })).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
  })

  test('others are seen without their address', async () => {
    const { data } = await users.ask(
      'query ($id: ID!) { user(id: $id) { id email } }',
      { id: bob.user.id },
      ada.identity,
    )
    expect(data?.user).toEqual({ id: bob.user.id, email: null })
  })

  test.each(['000000000000000000000000', 'nobody', ''])('there is no user "%s"', async (id) => {
    expect(await users.ask('query ($id: ID!) { user(id: $id) { id } }', { id }, ada.identity)).toEqual({
      data: { user: null },
    })
  })

  test('entities come in the order asked for, unknown ones as null', async () => {
    const ids = [bob.user.id, '000000000000000000000000', ada.user.id, bob.user.id]
    const { data } = await entities(ids, 'id username', service)
    expect(data?._entities).toMatchObject([{ id: bob.user.id }, null, { id: ada.user.id }, { id: bob.user.id }])
  })

  test('a shared execution is refused what is of one viewer', async () => {
    const { data, errors } = await entities([ada.user.id], 'id email', service)
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
    expect(data?._entities).toEqual([{ id: ada.user.id, email: null }])
  })

  test('entities are not for strangers', async () => {
    const { errors } = await users.ask('query ($of: [_Any!]!) { _entities(representations: $of) { __typename } }', {
      of: [{ __typename: 'User', id: ada.user.id }],
    })
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
  })
})

describe('updateProfile', () => {
  test('changes what is given, leaves the rest, and says so', async () => {
    const subscriber = stack.use(await connectRedis(inject('infrastructure').redisUrl, createLogger('test', 'silent')))
    const news: unknown[] = []
    subscriber.on('message', (_, message: string) => news.push(JSON.parse(message)))
    await subscriber.subscribe(userTopic(ada.user.id))

    const username = unused('ada_')
    const first = await update(ada.identity, { name: '  Ada Lovelace ', username, bio: 'Counts.' })
    expect(first.data?.updateProfile).toEqual({ id: ada.user.id, name: 'Ada Lovelace', username, bio: 'Counts.' })
    const second = await update(ada.identity, { bio: null })
    expect(second.data?.updateProfile).toEqual({ id: ada.user.id, name: 'Ada Lovelace', username, bio: null })
    await vi.waitFor(() => expect(news).toEqual([{ type: 'UserChanged' }, { type: 'UserChanged' }]))
  })

  test('a username that another has is a CONFLICT', async () => {
    const username = unused()
    expect((await update(ada.identity, { username })).errors).toBeUndefined()
    expect((await update(bob.identity, { username })).errors).toMatchObject([
      { extensions: { code: 'CONFLICT', issues: [{ path: ['input', 'username'], message: 'is taken' }] } },
    ])
    expect((await update(ada.identity, { username })).errors).toBeUndefined()
  })

  test.each([
    ['name', ''],
    ['name', '   '],
    ['name', 'x'.repeat(81)],
    ['name', 'two\nlines'],
    ['username', 'ab'],
    ['username', 'Ada'],
    ['username', 'a-b-c'],
    ['username', 'x'.repeat(31)],
    ['bio', 'x'.repeat(501)],
  ])('refuses a %s of %j', async (field, value) => {
    expect((await update(ada.identity, { [field]: value })).errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', issues: [{ path: ['input', field] }] } },
    ])
  })

  test('names every field that is wrong', async () => {
    const { errors } = await update(ada.identity, { name: '', username: '!' })
    expect(errors?.[0]?.extensions.issues).toHaveLength(2)
  })
})

describe('searchUsers', () => {
  let word: string
  beforeAll(async () => {
    word = unused('w')
    await update(ada.identity, { name: `Ada ${word.toUpperCase()}b`, username: unused('u.') })
  })

  test('finds by the start of any word of a name, in any case and order', async () => {
    expect(await search(word)).toEqual([ada.user.id])
    expect(await search(`${word.toUpperCase()} AD`)).toEqual([ada.user.id])
    expect(await search(`${word} bob`)).toEqual([])
    expect(await search(word.slice(1))).toEqual([])
  })

  test.each([
    ['Zoë', 'zoe'],
    ['Łukasz', 'lukasz'],
    ['O’Brien', "o'brien"],
    ['O’Brien', 'obrien'],
    ['山田太郎', '太郎'],
    ['Jean-Luc', 'luc'],
    ['ＦＵＬＬ width', 'full'],
  ])('finds %s by %j', async (name, query) => {
    await update(ada.identity, { name })
    expect(await search(query)).toEqual([ada.user.id])
  })

  test('finds by the start of a username, also as a mention', async () => {
    const username = unused('find.me_')
    await update(ada.identity, { username })
    expect(await search(username.slice(0, 12))).toEqual([ada.user.id])
    expect(await search(`@${username}`)).toEqual([ada.user.id])
  })

  test('finds by an exact address alone, where that is allowed, and does not show it', async () => {
    expect(await search(ada.email)).toEqual([])
    await users.ask('mutation { updatePrivacy(input: { findableByEmail: true }) { id } }', {}, ada.identity)
    expect(await search(ada.email)).toEqual([ada.user.id])
    expect(await search(ada.email.toUpperCase())).toEqual([ada.user.id])
    expect(await search(ada.email.slice(0, -1))).toEqual([])
    const { data } = await users.ask(
      'query ($q: String!) { searchUsers(query: $q) { email } }',
      { q: ada.email },
      bob.identity,
    )
    expect(data?.searchUsers).toEqual([{ email: null }])
  })

  test('takes what looks like a pattern as text', async () => {
    expect(await search('.*')).toEqual([])
    expect(await search('$where')).toEqual([])
    expect(await search('')).toEqual([])
    expect(await search('\0')).toEqual([])
    expect(await search('\0a\u202e.*(')).toEqual(expect.any(Array))
  })

  test('brings as many as asked for, at most 50', async () => {
    const name = unused('n')
    await update(ada.identity, { name })
    await update(bob.identity, { name })
    expect(await search(name, 1)).toHaveLength(1)
    expect(await search(name, 50)).toHaveLength(2)
    const { errors } = await users.ask('{ searchUsers(query: "a", first: 51) { id } }', {}, ada.identity)
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', issues: [{ path: ['first'] }] } }])
  })

  test('a first of null is the default', async () => {
    expect(
      (await users.ask('{ searchUsers(query: "a", first: null) { id } }', {}, ada.identity)).errors,
    ).toBeUndefined()
  })

  test.each([
    ['half a surrogate pair', 'a\ud800'],
    ['255 characters', '👍'.repeat(255)],
    ['1,000 characters', 'a'.repeat(1_000)],
  ])('refuses %s', async (_, query) => {
    const { errors } = await users.ask(
      'query ($q: String!) { searchUsers(query: $q) { id } }',
      { q: query },
      ada.identity,
    )
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', issues: [{ path: ['query'] }] } }])
  })
})
