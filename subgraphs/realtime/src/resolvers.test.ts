import { buildSubgraphSchema } from '@apollo/subgraph'
import type { Identity } from '@colloquy/platform/identity'
import { readSubgraphSdl } from '@colloquy/schema/subgraph-sdl'
import { execute, parse } from 'graphql'
import { expect, test } from 'vitest'
import type { Context } from './context.ts'
import { resolvers } from './resolvers.ts'
import { cursorAt } from './subscriptions/cursor.ts'

const schema = buildSubgraphSchema([
  { typeDefs: parse(await readSubgraphSdl(new URL('.', import.meta.url))), resolvers },
])
const run = async (
  query: string,
  rootValue: object = {},
  identity: Identity = { kind: 'service', name: 'gateway' },
) => {
  const contextValue: Context = {
    identity,
    nowMs: Date.now,
    presenceOf: async (userId) => ({ status: userId === 'ann' ? 'ONLINE' : 'OFFLINE', lastSeenAtMs: 1_000 }),
  }
  return execute({ schema, document: parse(query), rootValue, contextValue })
}
const EVENT = `subscription { inbox {
  __typename seq cursor conversation { __typename id }
  ... on MessageSent { message { ...parts } }
  ... on MessageEdited { message { ...parts } }
  ... on MessageDeleted { message { ...parts } }
  ... on MembersChanged { joined { id } left { id } by { id } }
  ... on MessagesRead { user { id } upToSeq }
  ... on TypingChanged { user { id } typing }
} }
fragment parts on Message {
    id seq version clientId text sentAt editedAt deletedAt conversation { id } sender { __typename id }
    attachments { id fileName contentType byteSize } quote { messageId seq text deletedAt sender { id } }
}`
const place = { conversationId: 'c', seq: 7, atMs: 1_800_000_000_000 }
const durable = { seq: 7, cursor: cursorAt(place.atMs), conversation: { __typename: 'Conversation', id: 'c' } }
const transient = { seq: null, cursor: null, conversation: { __typename: 'Conversation', id: 'c' } }

test.for(['MessageSent', 'MessageEdited', 'MessageDeleted'])('%s', async (type) => {
  const attachment = { id: 'f', fileName: 'cat.png', contentType: 'image/png', byteSize: 9 }
  const quote = { messageId: 'q', seq: 2, text: 'Hello', senderId: 'ben', deletedAt: null }
  const times = {
    sentAt: '2027-01-15T08:00:00.000Z',
    editedAt: '2027-01-15T08:05:00.000Z',
    deletedAt: '2027-01-15T08:06:00.000Z',
  }
  const message = { id: 'm', clientId: 'x', text: 'Hi', ...times, senderId: 'ann', attachments: [attachment], quote }
  const inbox = { type, ...place, message: { ...message, seq: 7, version: 9, conversationId: 'c' } }
  const { id, clientId, text } = message
  expect(await run(EVENT, { inbox })).toEqual({
    data: {
      inbox: {
        __typename: type,
        ...durable,
        message: {
          id,
          seq: 7,
          version: 9,
          clientId,
          text,
          ...times,
          conversation: { id: 'c' },
          attachments: [attachment],
          sender: { __typename: 'User', id: 'ann' },
          quote: { messageId: 'q', seq: 2, text: 'Hello', deletedAt: null, sender: { id: 'ben' } },
        },
      },
    },
  })
})

test.for([
  [
    { type: 'UnknownEvent', ...place, really: 'MessagePinned 3' },
    { __typename: 'UnknownEvent', ...durable },
  ],
  [
    { type: 'MembersChanged', ...place, joinedIds: ['ann'], leftIds: ['ben', 'eve'], byId: null },
    {
      __typename: 'MembersChanged',
      ...durable,
      joined: [{ id: 'ann' }],
      left: [{ id: 'ben' }, { id: 'eve' }],
      by: null,
    },
  ],
  [
    { type: 'MembersChanged', ...place, joinedIds: [], leftIds: [], byId: 'ann' },
    { __typename: 'MembersChanged', ...durable, joined: [], left: [], by: { id: 'ann' } },
  ],
  [
    { type: 'MessagesRead', conversationId: 'c', userId: 'ann', upToSeq: 5 },
    { __typename: 'MessagesRead', ...transient, user: { id: 'ann' }, upToSeq: 5 },
  ],
  [
    { type: 'TypingChanged', conversationId: 'c', userId: 'ann', typing: true },
    { __typename: 'TypingChanged', ...transient, user: { id: 'ann' }, typing: true },
  ],
] as const)('$0.type', async ([inbox, expected]) => {
  expect(await run(EVENT, { inbox })).toEqual({ data: { inbox: expected } })
})

test('ReactionChanged', async () => {
  const query = `subscription { inbox { __typename seq ... on ReactionChanged {
    emoji added user { id } message { id reactions { id emoji count } }
  } } }`
  const message = { id: 'm', reactions: [{ emoji: '👍', count: 2 }] }
  const inbox = { type: 'ReactionChanged', ...place, userId: 'ann', emoji: '👍', added: true, message }
  const reactions = [{ id: 'm:👍', emoji: '👍', count: 2 }]
  expect(await run(query, { inbox })).toEqual({
    data: {
      inbox: {
        __typename: 'ReactionChanged',
        seq: 7,
        emoji: '👍',
        added: true,
        user: { id: 'ann' },
        message: { id: 'm', reactions },
      },
    },
  })
})

test('presence that changed', async () => {
  const presence = { userId: 'ben', status: 'OFFLINE', lastSeenAtMs: 1_000 }
  const query = 'subscription { presence(userIds: ["ben"]) { user { id } presence { status lastSeenAt } } }'
  expect(await run(query, { presence })).toEqual({
    data: {
      presence: { user: { id: 'ben' }, presence: { status: 'OFFLINE', lastSeenAt: '1970-01-01T00:00:01.000Z' } },
    },
  })
})

test('the presence of a user who is referred to', async () => {
  const query =
    '{ _entities(representations: [{ __typename: "User", id: "ann" }]) { ... on User { id presence { status } } } }'
  const viewer: Identity = { kind: 'user', userId: 'ben', sessionId: 's', scopes: ['chats:read'], ip: '::1' }
  expect(await run(query, {}, viewer)).toEqual({ data: { _entities: [{ id: 'ann', presence: { status: 'ONLINE' } }] } })
  expect((await run(query)).errors?.[0]?.extensions.code).toBe('FORBIDDEN')
})

test('the cursor of now is for users who may read chats', async () => {
  const user: Identity = { kind: 'user', userId: 'ann', sessionId: 's', scopes: ['chats:read'], ip: '::1' }
  expect((await run('{ inboxCursor }', {}, user)).data?.inboxCursor).toEqual(expect.any(String))
  const refused = await run('{ inboxCursor }', {}, { kind: 'anonymous', ip: '::1' })
  expect(refused.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED')
})
