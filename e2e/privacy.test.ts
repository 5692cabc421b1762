import { expect, inject, test } from 'vitest'
import { signIn } from './client.ts'
import { direct, group, say, SEND } from './talk.ts'

const system = inject('system')

const PRESENCE =
  'subscription ($ids: [ID!]!) { presence(userIds: $ids) { user { id name } presence { status lastSeenAt } } }'
const USER = 'query ($id: ID!) { user(id: $id) { name presence { status lastSeenAt } } }'
const HIDDEN = { status: 'OFFLINE', lastSeenAt: null }

test('presence is for people who share a conversation, and a block ends what the two have alone', async () => {
  const [ada, ben] = await Promise.all([signIn(system, 'ada'), signIn(system, 'ben')])
  await using adas = ada.connect()
  await using bens = ben.connect()
  // Ben is there from here on: his own presence, which he sees, says so.
  await bens
    .subscribe({ query: PRESENCE, variables: { ids: [ben.id] } })
    .find(({ data }) => (data.presence.presence.status === 'ONLINE' ? true : undefined))
  const watching = adas.subscribe({ query: PRESENCE, variables: { ids: ['nobody', ben.id, ben.id] } })
  expect((await watching.count(1))[0]).toMatchObject({ data: { presence: { user: { id: ben.id }, presence: HIDDEN } } })
  expect((await ada.ask(USER, { id: ben.id })).user.presence).toEqual(HIDDEN)

  const conversationId = await direct(ada, ben)
  const room = await group(ada, ben)
  await watching.find(({ data }) => (data.presence.presence.status === 'ONLINE' ? true : undefined))
  expect((await ada.ask(USER, { id: ben.id })).user.presence.status).toBe('ONLINE')
  await say(ada, conversationId, 'hello')

  const known = watching.results.length
  await ben.ask('mutation ($id: ID!) { blockUser(userId: $id) { blockedUsers { id } } }', { id: ada.id })
  await watching.count(known + 1)
  expect(watching.results.at(-1)).toMatchObject({ data: { presence: { presence: HIDDEN } } })
  expect((await ada.ask(USER, { id: ben.id })).user.presence).toEqual(HIDDEN)
  const input = { conversationId, clientId: '1', text: 'hello?' }
  expect(await ada.refused(SEND, { input })).toBe('FORBIDDEN')
  expect(await ben.refused(SEND, { input })).toBe('FORBIDDEN')
  await say(ada, room, 'to the group')
})

test('an address tells nothing until its owner says so', async () => {
  const [ada, ben] = await Promise.all([signIn(system, 'ada'), signIn(system, 'ben')])
  const search = async () =>
    (await ada.ask('query ($q: String!) { searchUsers(query: $q) { id } }', { q: ben.email })).searchUsers
  expect(await search()).toEqual([])
  await ben.ask('mutation { updatePrivacy(input: { findableByEmail: true }) { privacy { findableByEmail } } }')
  expect(await search()).toEqual([{ id: ben.id }])
  for (const query of ['\0', 'a\u202e\0b', '%', '\u0000'.repeat(100)]) {
    expect((await ada.ask('query ($q: String!) { searchUsers(query: $q) { id } }', { q: query })).searchUsers).toEqual(
      expect.any(Array),
    )
  }
})
