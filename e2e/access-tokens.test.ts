import { expect, inject, test } from 'vitest'
import { connect, request, signIn } from './client.ts'
import type { Person } from './client.ts'

const system = inject('system')
const CREATE = `mutation ($input: CreateAccessTokenInput!) {
  createAccessToken(input: $input) { secret accessToken { id } }
}`
const REVOKE = 'mutation ($id: ID!) { revokeAccessToken(id: $id) }'
const SEND = 'mutation ($input: SendMessageInput!) { sendMessage(input: $input) { id text } }'

async function createToken(person: Person, scopes: string[]): Promise<{ id: string; secret: string }> {
  const { createAccessToken: created } = await person.ask(CREATE, { input: { name: 'A program', scopes } })
  return { id: created.accessToken.id, secret: created.secret }
}

test('a program talks and listens in the name of its user until its token is revoked', async () => {
  const [ada, ben] = [await signIn(system, 'ada'), await signIn(system, 'ben')]
  const { id, secret } = await createToken(ada, ['chats:read', 'chats:write'])
  const opened = await ada.ask('mutation ($id: ID!) { openDirectConversation(userId: $id) { id } }', { id: ben.id })
  const conversationId: string = opened.openDirectConversation.id
  const send = (text: string) =>
    request(system, { query: SEND, variables: { input: { conversationId, clientId: text, text } } }, secret)

  await using socket = connect(system, secret)
  const inbox = socket.subscribe({
    query: 'subscription { inbox { ... on MessageSent { message { text sender { id } } } } }',
  })
  // An answer on the same socket, after which the subscription before it is there.
  await socket.subscribe({ query: '{ inboxCursor }' }).count(1)
  expect((await send('beep')).data).toMatchObject({ sendMessage: { text: 'beep' } })
  await inbox.find(({ data }) => (data?.inbox.message?.text === 'beep' ? data.inbox.message.sender.id : undefined))

  const profile = await request(system, { query: '{ me { id } }' }, secret)
  expect(profile.errors?.[0]?.extensions.code).toBe('FORBIDDEN')
  const another = { query: CREATE, variables: { input: { name: 'Another', scopes: ['chats:read'] } } }
  expect((await request(system, another, secret)).errors?.[0]?.extensions.code).toBe('FORBIDDEN')
  expect(await ben.refused(REVOKE, { id })).toBe('NOT_FOUND')

  expect(await ada.ask(REVOKE, { id })).toEqual({ revokeAccessToken: true })
  expect(await socket.closed).toBe(4403)
  expect((await send('boop')).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED')
})
