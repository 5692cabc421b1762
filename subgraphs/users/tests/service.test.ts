import { afterAll, beforeAll, expect, test } from 'vitest'
import { startUsersUnderTest } from './users-under-test.ts'
import type { UsersUnderTest } from './users-under-test.ts'

let users: UsersUnderTest

beforeAll(async () => {
  users = await startUsersUnderTest()
})
afterAll(() => users[Symbol.asyncDispose]())

test.each([
  ['no assertion', {}],
  [
    'a forged one',
    { 'x-colloquy-identity': 'eyJhbGciOiJub25lIn0.eyJ3aG8iOnsia2luZCI6InNlcnZpY2UiLCJuYW1lIjoieCJ9fQ.' },
  ],
  ['a user id in its place', { 'x-user-id': '1' }],
])('a request with %s gets 401', async (_, headers: Record<string, string>) => {
  const response = await fetch(`${users.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query: '{ __typename }' }),
  })
  expect(response.status).toBe(401)
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] })
})

test('is live and ready', async () => {
  expect((await fetch(`${users.url}/health/live`)).status).toBe(200)
  expect((await fetch(`${users.url}/health/ready`)).status).toBe(200)
})
