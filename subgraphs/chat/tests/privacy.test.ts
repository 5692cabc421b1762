import { createLogger } from '@colloquy/platform/logger'
import { connectRedis } from '@colloquy/platform/redis'
import type { RedisConnection } from '@colloquy/platform/redis'
import { acquaintancesRoute } from '@colloquy/schema/people'
import type { Policy } from '@colloquy/schema/people'
import { userTopic } from '@colloquy/schema/topics'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { eventually } from './support/deadline.ts'
import { publishedIn, publishedTo } from './support/published.ts'
import { createGroup, openDirect, people, say, SEND } from './support/talk.ts'
import { surroundings } from './support/test-chat.ts'
import type { Surroundings, TestChat } from './support/test-chat.ts'

let around: Surroundings
let chat: TestChat
let redis: RedisConnection
beforeAll(async () => {
  around = await surroundings({ invitations: { strangers: 3, people: 6 } })
  chat = await around.start()
  redis = await connectRedis(inject('infrastructure').redisUrl, createLogger('test', 'silent'))
})
afterAll(async () => {
  await redis[Symbol.asyncDispose]()
  await chat[Symbol.asyncDispose]()
  await around[Symbol.asyncDispose]()
})

const OPEN = 'mutation ($id: ID!) { openDirectConversation(userId: $id) { id } }'
const GROUP = 'mutation ($input: CreateGroupInput!) { createGroup(input: $input) { id } }'
const ADD = 'mutation ($id: ID!, $ids: [ID!]!) { addMembers(conversationId: $id, userIds: $ids) { memberCount } }'
const READ = 'mutation ($id: ID!, $seq: Int!) { markRead(conversationId: $id, seq: $seq) { viewer { lastReadSeq } } }'
const EDIT = 'mutation ($id: ID!, $text: String!) { editMessage(id: $id, text: $text) { id } }'
const TYPE = 'mutation ($id: ID!) { setTyping(conversationId: $id, typing: true) }'
const MARKS = 'query ($id: ID!) { conversation(id: $id) { members { edges { node { user { id } lastReadSeq } } } } }'

/** Changes a policy as users does, and waits until chat has heard of it. */
async function change(userId: string, policy: Partial<Policy>): Promise<void> {
  around.users.policies.set(userId, policy)
  await redis.publish(userTopic(userId), JSON.stringify({ type: 'PrivacyChanged' }))
  // What is published in order on one connection is heard in order: what follows shows that this has arrived.
  const [stranger = ''] = people('stranger')
  await using news = await publishedTo(userId)
  await redis.publish(userTopic(userId), JSON.stringify({ type: 'MembershipBegan', conversationId: stranger, seq: 1 }))
  await eventually('the news', () => news.events.length > 0)
}
const marksSeenBy = async (viewer: string, id: string): Promise<Record<string, number>> => {
  const { conversation } = await chat.get(viewer, MARKS, { id })
  return Object.fromEntries(
    conversation.members.edges.map(({ node }: { node: { user: { id: string }; lastReadSeq: number } }) => [
      node.user.id,
      node.lastReadSeq,
    ]),
  )
}
const refusal = async (viewer: string, query: string, variables: object) => {
  const [error] = (await chat.ask(viewer, query, variables)).errors ?? []
  return { message: error?.message, code: error?.extensions.code }
}

test('who may invite whom: nobody learns why not', async () => {
  const [ada = '', closed = '', shy = '', blocker = '', blocked = ''] = people(
    'ada',
    'closed',
    'shy',
    'blocker',
    'blocked',
  )
  around.users.policies.set(closed, { whoMayInvite: 'NOBODY' })
  around.users.policies.set(shy, { whoMayInvite: 'PEOPLE_I_KNOW' })
  around.users.policies.set(blocker, { blockedIds: [ada] })
  around.users.policies.set(ada, { blockedIds: [blocked] })
  const refused = { code: 'NOT_FOUND', message: 'There is no such user, or they cannot be reached.' }
  for (const id of [closed, shy, blocker, blocked, 'nobody']) {
    expect(await refusal(ada, OPEN, { id })).toEqual(refused)
    const { errors } = await chat.ask(ada, GROUP, { input: { title: 'x', memberIds: [id] } })
    expect(errors?.[0]?.extensions).toEqual({
      code: 'BAD_USER_INPUT',
      issues: [{ path: ['input', 'memberIds', 0], message: `There is no user ${id}, or they cannot be invited.` }],
    })
  }
  // Once they know each other, and the other way round.
  const group = await createGroup(chat, shy, [ada])
  await openDirect(chat, ada, shy)
  expect(await chat.refused(ada, ADD, { id: await createGroup(chat, ada, []), ids: [closed, shy] })).toBe(
    'BAD_USER_INPUT',
  )
  // What one is in already stays open.
  expect(await openDirect(chat, closed, ada)).toBe(await openDirect(chat, ada, closed))
  expect(await chat.get(ada, 'query ($id: ID!) { conversation(id: $id) { id } }', { id: group })).toEqual({
    conversation: { id: group },
  })
})

test('strangers and people are counted for each viewer and day; refusals are not', async () => {
  const [ada = '', ...others] = people('ada', 'a', 'b', 'c', 'd')
  const [a = '', b = '', c = '', d = ''] = others
  await chat.refused(ada, OPEN, { id: 'nobody' })
  await openDirect(chat, ada, a)
  const group = await createGroup(chat, ada, [b, c])
  // Those who are members, and conversations that are there, count for nothing.
  await openDirect(chat, ada, a)
  await chat.get(ada, ADD, { id: group, ids: [b, c] })
  const { errors } = await chat.ask(ada, OPEN, { id: d })
  expect(errors?.[0]?.extensions).toEqual({ code: 'RATE_LIMITED', retryAfter: expect.any(Number) })
  // People one knows are no strangers, but count as people.
  await createGroup(chat, ada, [a, b, c])
  expect(await chat.refused(ada, GROUP, { input: { title: 'x', memberIds: [a] } })).toBe('RATE_LIMITED')
  await openDirect(chat, d, a)
})

test('one request names at most a hundred people', async () => {
  const [ada = ''] = people('ada')
  const ids = Array.from({ length: 101 }, (_, index) => `${ada}-${index}`)
  expect(await chat.refused(ada, GROUP, { input: { title: 'x', memberIds: ids } })).toBe('BAD_USER_INPUT')
  expect(await chat.refused(ada, ADD, { id: await createGroup(chat, ada, []), ids })).toBe('BAD_USER_INPUT')
})

test('a block closes a direct conversation for both, and says no reason', async () => {
  const [ada = '', ben = ''] = people('ada', 'ben')
  const id = await openDirect(chat, ada, ben)
  const { id: messageId } = await say(chat, ada, id, 'before', { clientId: 'before' })
  await change(ben, { blockedIds: [ada] })
  expect(await say(chat, ada, id, 'before', { clientId: 'before' })).toMatchObject({ id: messageId })
  expect(await refusal(ada, EDIT, { id: messageId, text: 'after' })).toMatchObject({ code: 'FORBIDDEN' })
  const react = 'mutation ($id: ID!) { addReaction(messageId: $id, emoji: "👍") { id } }'
  expect(await refusal(ada, react, { id: messageId })).toMatchObject({ code: 'FORBIDDEN' })
  await using events = await publishedIn(id)
  const send = (clientId: string) => ({ input: { conversationId: id, clientId, text: 'after' } })
  for (const viewer of [ada, ben]) {
    expect(await refusal(viewer, SEND, send(viewer))).toEqual({
      code: 'FORBIDDEN',
      message: 'Nothing can be sent in this conversation.',
    })
    expect(await chat.get(viewer, TYPE, { id })).toEqual({ setTyping: true })
    expect(await marksSeenBy(viewer, id)).toEqual({ [ada]: 1, [ben]: 1 })
    expect(await openDirect(chat, viewer, viewer === ada ? ben : ada)).toBe(id)
  }
  await using bens = await publishedTo(ben)
  expect(await chat.get(ben, READ, { id, seq: 2 })).toEqual({ markRead: { viewer: { lastReadSeq: 2 } } })
  await eventually('the mark', () => bens.events.length > 0)
  expect(bens.events).toEqual([{ type: 'OwnMessagesRead', conversationId: id, upToSeq: 2 }])
  await change(ben, {})
  await say(chat, ada, id, 'again')
  await eventually('the message', () => events.events.length > 0)
  expect(events.events).toMatchObject([{ type: 'MessageSent', message: { text: 'again' } }])
})

test('in a group of both, messages, typing and marks go on, and a third brings both into another', async () => {
  const [ada = '', ben = '', cleo = ''] = people('ada', 'ben', 'cleo')
  const id = await createGroup(chat, cleo, [ada, ben])
  await change(ben, { blockedIds: [ada] })
  await using events = await publishedIn(id)
  await say(chat, ada, id, 'to all')
  await chat.get(ada, TYPE, { id })
  await chat.get(ben, READ, { id, seq: 2 })
  await eventually('all of it', () => events.events.length >= 3)
  expect(events.events.map(({ type }) => type)).toEqual(['MessageSent', 'TypingChanged', 'MessagesRead'])
  const another = await createGroup(chat, cleo, [ada, ben])
  await say(chat, ben, another, 'here too')
})

test('without read receipts the others learn nothing of how far one has read', async () => {
  const [ada = '', ben = ''] = people('ada', 'ben')
  const id = await createGroup(chat, ada, [ben])
  await say(chat, ada, id, 'hello')
  await change(ben, { readReceipts: false })
  await using events = await publishedIn(id)
  await using bens = await publishedTo(ben)
  await chat.get(ben, READ, { id, seq: 2 })
  await eventually('the mark', () => bens.events.length > 0)
  expect(bens.events).toEqual([{ type: 'OwnMessagesRead', conversationId: id, upToSeq: 2 }])
  expect(events.events).toEqual([])
  expect(await marksSeenBy(ada, id)).toEqual({ [ada]: 2, [ben]: 1 })
})

test('services learn who shares a conversation with whom now', async () => {
  const [ada = '', ben = '', cleo = '', dan = ''] = people('ada', 'ben', 'cleo', 'dan')
  await openDirect(chat, ada, ben)
  const group = await createGroup(chat, ada, [cleo])
  const known = async (userId: string, otherIds: string[]) => {
    const { status, body } = await chat.log(acquaintancesRoute, { userId, otherIds })
    expect(status).toBe(200)
    return acquaintancesRoute.response.parse(body).knownIds.toSorted()
  }
  expect(await known(ada, [ben, cleo, dan])).toEqual([ben, cleo].toSorted())
  expect(await known(ben, [cleo, ada])).toEqual([ada])
  await chat.get(cleo, 'mutation ($id: ID!) { leaveConversation(conversationId: $id) }', { id: group })
  expect(await known(ada, [ben, cleo, dan])).toEqual([ben])
  expect((await chat.log(acquaintancesRoute, { userId: ada, otherIds: [] }, ada)).status).toBe(403)
})

test('what depends on a policy is refused or hidden while users does not answer', async () => {
  await using alone = await surroundings()
  await using chatAlone = await alone.start()
  const [ada = '', ben = ''] = people('ada', 'ben')
  const group = await createGroup(chatAlone, ada, [ben])
  await alone.users[Symbol.asyncDispose]()
  const [cleo = ''] = people('cleo')
  expect(await chatAlone.refused(ada, OPEN, { id: cleo })).toBe('SERVICE_UNAVAILABLE')
  // A group needs nobody's policy to be spoken in.
  await say(chatAlone, ben, group, 'hello')
})
