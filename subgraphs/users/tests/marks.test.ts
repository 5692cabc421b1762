import { readFile } from 'node:fs/promises'
import { readFieldMarks } from '@colloquy/schema/field-marks'
import { reachableFields } from '@colloquy/schema/reachable-fields'
import type { ReachableField } from '@colloquy/schema/reachable-fields'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PUBLIC_FIELDS } from '../src/public-fields.ts'
import { service, startUsersUnderTest } from './users-under-test.ts'
import type { UsersUnderTest } from './users-under-test.ts'

/** What is public of a user, held against the composed schema: each field is `@perViewer` or listed, and does as it says. */
const supergraph = await readFile(new URL('../../../schema/supergraph.graphql', import.meta.url), 'utf8')
const fields = reachableFields(readFieldMarks(supergraph), {
  subgraph: 'USERS',
  entities: ['User'],
  publicFields: PUBLIC_FIELDS,
})

type Person = Awaited<ReturnType<UsersUnderTest['signIn']>>
let users: UsersUnderTest
let ada: Person
let bob: Person
beforeAll(async () => {
  users = await startUsersUnderTest()
  ada = await users.signIn()
  bob = await users.signIn()
})
afterAll(() => users[Symbol.asyncDispose]())

const readOfBob = (who: Person['identity'] | typeof service, { selection }: ReachableField) =>
  users.ask(
    `query ($r: [_Any!]!) { _entities(representations: $r) { ... on User ${selection} } }`,
    { r: [{ __typename: 'User', id: bob.user.id }] },
    who,
  )

test('each field of a user is perViewer or public', () => {
  expect(fields.filter(({ isPerViewer, isPublic }) => isPerViewer === isPublic).map(({ path }) => path)).toEqual([])
})

test('what is public is the same for a service, others and the user', async () => {
  for (const field of fields.filter(({ isPublic }) => isPublic)) {
    const shared = await readOfBob(service, field)
    expect(shared.errors).toBeUndefined()
    expect(shared).toEqual(await readOfBob(ada.identity, field))
    expect(shared).toEqual(await readOfBob(bob.identity, field))
  }
})

test('all else refuses a service', async () => {
  const closed = fields.filter(({ isPublic }) => !isPublic)
  expect(closed.map(({ path }) => path)).toContain('User.email')
  for (const field of closed) {
    const { errors } = await readOfBob(service, field)
    expect([field.path, errors?.[0]?.extensions.code]).toEqual([field.path, 'FORBIDDEN'])
    expect((await readOfBob(bob.identity, field)).errors).toBeUndefined()
  }
})
