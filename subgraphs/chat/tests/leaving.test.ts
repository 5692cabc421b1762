import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { png, upload } from './support/files.ts'
import { createGroup, people, say } from './support/talk.ts'
import { surroundings } from './support/test-chat.ts'
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

/** Two who stay and one who is taken out, with something said and a file sent before that and after. */
let ada: string
let ben: string
let conversationId: string
let before: { id: string; seq: number; attachments: { id: string }[] }
let after: typeof before
beforeEach(async () => {
  const [owner = '', member = '', other = ''] = people('ada', 'ben', 'cleo')
  ada = owner
  ben = member
  conversationId = await createGroup(chat, ada, [ben, other])
  const withFile = async () => ({ attachmentIds: [await upload(chat, ada, png(1, 1))] })
  await say(chat, ada, conversationId, 'unread')
  before = await say(chat, ada, conversationId, 'for Ben too', await withFile())
  await chat.get(ada, 'mutation ($id: ID!, $ben: ID!) { removeMember(conversationId: $id, userId: $ben) { id } }', {
    id: conversationId,
    ben,
  })
  await chat.get(ada, 'mutation ($id: ID!, $who: ID!) { removeMember(conversationId: $id, userId: $who) { id } }', {
    id: conversationId,
    who: other,
  })
  after = await say(chat, ada, conversationId, 'not for Ben', await withFile())
})

/** What the viewer gets of an entity as an event refers to it. */
async function refer(who: string, type: string, id: string, selection: string) {
  const query = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on ${type} { ${selection} } } }`
  const { data, errors } = await chat.ask(who, query, { r: [{ __typename: type, id }] })
  return { entity: data?._entities[0], code: errors?.[0]?.extensions.code }
}

const SUMMARY = 'id kind title lastSeq memberCount lastMessage { text } viewer { role unreadCount lastReadSeq }'

test('a conversation is to who left as it was then', async () => {
  const { entity, code } = await refer(ben, 'Conversation', conversationId, SUMMARY)
  expect(code).toBeUndefined()
  expect(entity).toEqual({
    id: conversationId,
    kind: 'GROUP',
    title: 'Garden',
    lastSeq: before.seq + 1,
    memberCount: 2,
    lastMessage: null,
    viewer: { role: 'MEMBER', unreadCount: 2, lastReadSeq: 1 },
  })
  const now = await refer(ada, 'Conversation', conversationId, SUMMARY)
  expect(now.entity).toMatchObject({ lastSeq: after.seq, memberCount: 1, lastMessage: { text: 'not for Ben' } })
})

const CONTENT = `
  members { totalCount edges { node { user { id } } } pageInfo { hasNextPage } }
  messages { edges { node { text } } pageInfo { hasNextPage hasPreviousPage endCursor } }
  older: messages(last: 1) { edges { node { text } } }
  newer: messages(first: 1) { edges { node { text } } }
`

test('who left finds no members and no messages in it, and no error that would take the event from them', async () => {
  const nothing = {
    members: { totalCount: 2, edges: [], pageInfo: { hasNextPage: false } },
    messages: { edges: [], pageInfo: { hasNextPage: false, hasPreviousPage: false, endCursor: null } },
    older: { edges: [] },
    newer: { edges: [] },
  }
  expect(await refer(ben, 'Conversation', conversationId, CONTENT)).toEqual({ entity: nothing, code: undefined })
  const throughMessage = await refer(ben, 'Message', before.id, `text conversation { ${CONTENT} }`)
  expect(throughMessage.entity).toEqual({ text: 'for Ben too', conversation: nothing })
  const now = await refer(ada, 'Conversation', conversationId, CONTENT)
  expect(now.entity).toMatchObject({
    members: { totalCount: 1, edges: [{ node: { user: { id: ada } } }] },
    older: { edges: [{ node: { text: 'not for Ben' } }] },
  })
})

test('a page that nobody can ask for is refused to who left as well', async () => {
  for (const field of ['members(first: 0) { totalCount }', 'messages(last: 101) { edges { cursor } }']) {
    expect(await refer(ben, 'Conversation', conversationId, field)).toMatchObject({ code: 'BAD_USER_INPUT' })
  }
})

test('a message that came before reaches its conversation as it was', async () => {
  const { entity } = await refer(ben, 'Message', before.id, `text conversation { ${SUMMARY} }`)
  expect(entity).toMatchObject({ text: 'for Ben too', conversation: { lastSeq: before.seq + 1, lastMessage: null } })
})

test('messages and files that came after do not exist', async () => {
  expect(await refer(ben, 'Message', after.id, 'id text')).toMatchObject({ entity: null })
  const [earlier = { id: '' }] = before.attachments
  const [later = { id: '' }] = after.attachments
  expect((await refer(ben, 'Attachment', earlier.id, 'id url')).entity).toMatchObject({ id: earlier.id })
  expect(await refer(ben, 'Attachment', later.id, 'id url')).toMatchObject({ entity: null })
  expect((await refer(ada, 'Attachment', later.id, 'id url')).entity).toMatchObject({ id: later.id })
})

test('asked for by themselves, neither the conversation nor any of its messages exist', async () => {
  const query =
    'query ($c: ID!, $m: ID!) { conversation(id: $c) { id } message(id: $m) { id } conversations { edges { cursor } } }'
  expect(await chat.get(ben, query, { c: conversationId, m: before.id })).toEqual({
    conversation: null,
    message: null,
    conversations: { edges: [] },
  })
})

test('who comes back sees all again', async () => {
  await chat.get(ada, 'mutation ($id: ID!, $who: [ID!]!) { addMembers(conversationId: $id, userIds: $who) { id } }', {
    id: conversationId,
    who: [ben],
  })
  const { entity } = await refer(ben, 'Conversation', conversationId, SUMMARY)
  expect(entity).toMatchObject({ lastSeq: after.seq + 1, lastMessage: { text: 'not for Ben' } })
  expect((await refer(ben, 'Message', after.id, 'text')).entity).toEqual({ text: 'not for Ben' })
})
