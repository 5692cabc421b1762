import type { Identity } from '@colloquy/platform/identity'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createGroup, openDirect, people, say, SEND } from './support/talk.ts'
import { service, surroundings } from './support/test-chat.ts'
import type { Surroundings, TestChat } from './support/test-chat.ts'

let around: Surroundings
let chat: TestChat
beforeAll(async () => {
  around = await surroundings()
  chat = await around.start()
})
afterAll(async () => {
  await chat[Symbol.asyncDispose]()
  await around[Symbol.asyncDispose]()
})

const ENTITIES = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) {
    ... on Conversation { id lastSeq members { totalCount } lastMessage { id } messages { edges { node { text } } } }
    ... on Message { id text }
  }
}`

test('to a stranger nothing of a conversation exists', async () => {
  const [ada = '', ben = '', eve = ''] = people('ada', 'ben', 'eve')
  const conversationId = await openDirect(chat, ada, ben)
  const message = await say(chat, ada, conversationId, 'secret')
  expect(
    await chat.get(eve, 'query ($c: ID!, $m: ID!) { conversation(id: $c) { id } message(id: $m) { text } }', {
      c: conversationId,
      m: message.id,
    }),
  ).toEqual({ conversation: null, message: null })
  const representations = [
    { __typename: 'Conversation', id: conversationId },
    { __typename: 'Message', id: message.id },
  ]
  expect(await chat.get(eve, ENTITIES, { representations })).toEqual({ _entities: [null, null] })
  expect((await chat.get(eve, 'query { conversations { edges { cursor } } }')).conversations.edges).toEqual([])
  const variables = { id: conversationId, who: ben }
  for (const mutation of [
    'mutation ($id: ID!) { markRead(conversationId: $id, seq: 1) { id } }',
    'mutation ($id: ID!) { setTyping(conversationId: $id, typing: true) }',
    'mutation ($id: ID!) { leaveConversation(conversationId: $id) }',
    'mutation ($id: ID!) { addMembers(conversationId: $id, userIds: ["x"]) { id } }',
    'mutation ($id: ID!, $who: ID!) { removeMember(conversationId: $id, userId: $who) { id } }',
  ]) {
    expect(await chat.refused(eve, mutation, variables)).toBe('NOT_FOUND')
  }
  const input = { conversationId, clientId: '1', text: 'hi' }
  expect(await chat.refused(eve, SEND, { input })).toBe('NOT_FOUND')
  const own = await openDirect(chat, eve, ada)
  const reply = { conversationId: own, clientId: '1', text: 'hi', replyToId: message.id }
  expect(await chat.refused(eve, SEND, { input: reply })).toBe('BAD_USER_INPUT')
})

test('who was removed can neither read nor repeat what they sent', async () => {
  const [ada = '', ben = ''] = people('ada', 'ben')
  const conversationId = await createGroup(chat, ada, [ben])
  const sent = await say(chat, ben, conversationId, 'mine', { clientId: '1' })
  await chat.get(ada, 'mutation ($id: ID!, $who: ID!) { removeMember(conversationId: $id, userId: $who) { id } }', {
    id: conversationId,
    who: ben,
  })
  expect(await chat.get(ben, 'query ($id: ID!) { message(id: $id) { id } }', { id: sent.id })).toEqual({
    message: null,
  })
  const input = { conversationId, clientId: '1', text: 'mine' }
  expect(await chat.refused(ben, SEND, { input })).toBe('NOT_FOUND')
})

test('a service asks for nothing but by reference', async () => {
  expect(await chat.refused(service, 'query { conversations { edges { cursor } } }')).toBe('FORBIDDEN')
  expect(await chat.refused(service, 'mutation { leaveConversation(conversationId: "x") }')).toBe('FORBIDDEN')
})

test('without identity, without a user or without the scope there is no answer', async () => {
  const response = await fetch(`${chat.url}/graphql`, { method: 'POST', body: '{"query":"{ __typename }"}' })
  expect(response.status).toBe(401)
  const anonymous: Identity = { kind: 'anonymous', ip: '127.0.0.1' }
  const query = 'query { conversations { edges { cursor } } }'
  expect(await chat.refused(anonymous, query)).toBe('UNAUTHENTICATED')
  const program: Identity = { kind: 'user', userId: 'ada', sessionId: '', scopes: ['chats:read'], ip: '127.0.0.1' }
  expect((await chat.get(program, query)).conversations.edges).toEqual([])
  expect(await chat.refused(program, 'mutation { setTyping(conversationId: "x", typing: true) }')).toBe('FORBIDDEN')
})
