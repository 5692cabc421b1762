import { createLogger } from '@colloquy/platform/logger'
import { IDENTITY_HEADER } from '@colloquy/platform/assertions'
import { connectRedis } from '@colloquy/platform/redis'
import { policiesRoute } from '@colloquy/schema/people'
import { userTopic } from '@colloquy/schema/topics'
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest'
import { service, startUsersUnderTest } from './users-under-test.ts'
import type { UsersUnderTest } from './users-under-test.ts'

type Person = Awaited<ReturnType<UsersUnderTest['signIn']>>

let stack: AsyncDisposableStack
let users: UsersUnderTest
let ada: Person
let bob: Person

beforeAll(async () => {
  stack = new AsyncDisposableStack()
  users = stack.use(await startUsersUnderTest({ ADDRESS_SEARCHES_PER_DAY: '4' }))
  ada = await users.signIn()
  bob = await users.signIn()
})
afterAll(() => stack.disposeAsync())

const BLOCK = 'mutation ($id: ID!) { blockUser(userId: $id) { id blockedUsers { id name } } }'
const UNBLOCK = 'mutation ($id: ID!) { unblockUser(userId: $id) { blockedUsers { id } } }'
const PRIVACY = 'findableByEmail presenceVisible readReceipts whoMayInvite'
const update = (person: Person, input: object) =>
  users.ask(
    `mutation ($input: PrivacyInput!) { updatePrivacy(input: $input) { privacy { ${PRIVACY} } } }`,
    { input },
    person.identity,
  )
const searched = async (viewer: Person, query: string) =>
  users.ask('query ($query: String!) { searchUsers(query: $query) { id } }', { query }, viewer.identity)

test('privacy is private by default, changes one by one, and is told to who keeps it', async () => {
  const redis = stack.use(await connectRedis(inject('infrastructure').redisUrl, createLogger('test', 'silent')))
  const news: unknown[] = []
  redis.on('message', (_, message: string) => news.push(JSON.parse(message)))
  await redis.subscribe(userTopic(ada.user.id))

  const { data } = await users.ask(`{ me { blockedUsers { id } privacy { ${PRIVACY} } } }`, {}, ada.identity)
  const defaults = { findableByEmail: false, presenceVisible: true, readReceipts: true, whoMayInvite: 'EVERYBODY' }
  expect(data?.me).toEqual({ blockedUsers: [], privacy: defaults })
  const changed = await update(ada, { whoMayInvite: 'NOBODY', readReceipts: null })
  expect(changed.data?.updatePrivacy).toEqual({ privacy: { ...defaults, whoMayInvite: 'NOBODY' } })
  expect((await update(ada, { whoMayInvite: 'EVERYBODY' })).data?.updatePrivacy).toEqual({ privacy: defaults })
  await vi.waitFor(() => expect(news).toEqual([{ type: 'PrivacyChanged' }, { type: 'PrivacyChanged' }]))
})

test('others see neither privacy nor blocks, and a service is refused both', async () => {
  const query = `query ($id: ID!) { user(id: $id) { privacy { ${PRIVACY} } blockedUsers { id } } }`
  expect((await users.ask(query, { id: ada.user.id }, bob.identity)).data?.user).toEqual({
    privacy: null,
    blockedUsers: null,
  })
  const { errors } = await users.ask(
    `query ($of: [_Any!]!) { _entities(representations: $of) { ... on User { privacy { ${PRIVACY} } blockedUsers { id } } } }`,
    { of: [{ __typename: 'User', id: ada.user.id }] },
    service,
  )
  expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }, { extensions: { code: 'FORBIDDEN' } }])
})

test('blocking is listed, the latest first, and can be done twice and undone', async () => {
  const cleo = await users.signIn()
  const results = await Promise.all([1, 2, 3].map(() => users.ask(BLOCK, { id: bob.user.id }, cleo.identity)))
  expect(results.map(({ errors }) => errors)).toEqual([undefined, undefined, undefined])
  const { data } = await users.ask(BLOCK, { id: ada.user.id }, cleo.identity)
  expect(data?.blockUser).toEqual({
    id: cleo.user.id,
    blockedUsers: [
      { id: ada.user.id, name: ada.user.name },
      { id: bob.user.id, name: bob.user.name },
    ],
  })
  for (const _ of [1, 2]) {
    const undone = await users.ask(UNBLOCK, { id: ada.user.id }, cleo.identity)
    expect(undone.data?.unblockUser).toEqual({ blockedUsers: [{ id: bob.user.id }] })
  }
})

test.each([
  ['oneself', () => ada.user.id, 'BAD_USER_INPUT'],
  ['nobody', () => '000000000000000000000000', 'NOT_FOUND'],
  ['no id', () => '', 'NOT_FOUND'],
])('blocking %s is refused', async (_, id, code) => {
  expect((await users.ask(BLOCK, { id: id() }, ada.identity)).errors).toMatchObject([{ extensions: { code } }])
})

test('an address finds those who allow it, and not whom they block', async () => {
  const viewer = await users.signIn()
  expect((await searched(viewer, ada.email)).data?.searchUsers).toEqual([])
  await update(ada, { findableByEmail: true })
  expect((await searched(viewer, ada.email.toUpperCase())).data?.searchUsers).toEqual([{ id: ada.user.id }])
  await users.ask(BLOCK, { id: viewer.user.id }, ada.identity)
  expect((await searched(viewer, ada.email)).data?.searchUsers).toEqual([])
  await users.ask(UNBLOCK, { id: viewer.user.id }, ada.identity)
  await update(ada, { findableByEmail: false })
  expect((await searched(viewer, ada.email)).data?.searchUsers).toEqual([])
  // That was the last of the day, for addresses alone and for this viewer alone.
  for (const address of [ada.email, 'nobody@people.example']) {
    expect((await searched(viewer, address)).errors).toMatchObject([
      { extensions: { code: 'RATE_LIMITED', retryAfter: expect.any(Number) } },
    ])
  }
  expect((await searched(viewer, 'ada')).errors).toBeUndefined()
  expect((await searched(bob, ada.email)).errors).toBeUndefined()
})

test('by name each of two finds the other whatever blocks there are, since a name left out would tell of them', async () => {
  const [carol, dan] = [await users.signIn(), await users.signIn()]
  const found = async (viewer: Person, other: Person) => {
    const { data } = await searched(viewer, other.user.username)
    return data?.searchUsers
  }
  await users.ask(BLOCK, { id: dan.user.id }, carol.identity)
  expect(await found(dan, carol)).toEqual([{ id: carol.user.id }])
  expect(await found(carol, dan)).toEqual([{ id: dan.user.id }])
  const { data } = await users.ask(
    'query ($id: ID!) { user(id: $id) { username } }',
    { id: carol.user.id },
    dan.identity,
  )
  expect(data?.user).toEqual({ username: carol.user.username })
})

test('services read policies of many at once; unknown ids are left out', async () => {
  const cleo = await users.signIn()
  await users.ask(BLOCK, { id: bob.user.id }, cleo.identity)
  await update(cleo, { presenceVisible: false })
  const { status, body } = await users.post(
    policiesRoute.path,
    { userIds: [cleo.user.id, 'nobody', bob.user.id] },
    service,
  )
  expect(status).toBe(200)
  const { policies } = policiesRoute.response.parse(body)
  expect(policies.toSorted((a, b) => b.blockedIds.length - a.blockedIds.length)).toEqual([
    {
      userId: cleo.user.id,
      presenceVisible: false,
      readReceipts: true,
      whoMayInvite: 'EVERYBODY',
      blockedIds: [bob.user.id],
    },
    { userId: bob.user.id, presenceVisible: true, readReceipts: true, whoMayInvite: 'EVERYBODY', blockedIds: [] },
  ])
  expect((await users.post(policiesRoute.path, { userIds: [] }, ada.identity)).status).toBe(403)
  const nobody = await fetch(users.url + policiesRoute.path, { method: 'POST', headers: { [IDENTITY_HEADER]: 'x' } })
  expect(nobody.status).toBe(401)
})
