import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from './support/deadline.ts'
import { publishedIn, publishedTo } from './support/published.ts'
import { createGroup, openDirect, people, say } from './support/talk.ts'
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

const OPEN = `mutation ($id: ID!) {
  openDirectConversation(userId: $id) { id kind title memberCount lastSeq lastMessage { id } viewer { role unreadCount lastReadSeq } }
}`
const GROUP = 'mutation ($input: CreateGroupInput!) { createGroup(input: $input) { id title memberCount } }'
const ADD = 'mutation ($id: ID!, $ids: [ID!]!) { addMembers(conversationId: $id, userIds: $ids) { memberCount } }'
const REMOVE = 'mutation ($id: ID!, $who: ID!) { removeMember(conversationId: $id, userId: $who) { memberCount } }'
const LEAVE = 'mutation ($id: ID!) { leaveConversation(conversationId: $id) }'
const MEMBERS = `query ($id: ID!, $first: Int, $after: String) {
  conversation(id: $id) {
    memberCount
    members(first: $first, after: $after) {
      totalCount
      edges { node { role lastReadSeq user { id } } }
      pageInfo { hasNextPage hasPreviousPage endCursor }
    }
  }
}`

interface MemberEdge {
  node: { role: string; user: { id: string } }
}
async function membersOf(viewer: string, id: string): Promise<string[][]> {
  const { conversation } = await chat.get(viewer, MEMBERS, { id })
  return conversation.members.edges.map(({ node }: MemberEdge) => [node.user.id, node.role])
}

test('two people have one direct conversation, from whichever side and at the same time', async () => {
  const [ada = '', ben = ''] = people('ada', 'ben')
  await using began = await publishedTo(ben)
  const ids = await Promise.all(
    [ada, ben, ada, ben].map((viewer) => openDirect(chat, viewer, viewer === ada ? ben : ada)),
  )
  expect(new Set(ids).size).toBe(1)
  const { openDirectConversation } = await chat.get(ada, OPEN, { id: ben })
  expect(openDirectConversation).toEqual({
    id: ids[0],
    kind: 'DIRECT',
    title: null,
    memberCount: 2,
    lastSeq: 1,
    lastMessage: null,
    viewer: { role: 'MEMBER', unreadCount: 0, lastReadSeq: 1 },
  })
  await eventually('the news of it', () => began.events.length > 0)
  expect(began.events[0]).toEqual({ type: 'MembershipBegan', conversationId: ids[0], seq: 1 })
})

test('with oneself or with nobody there is none', async () => {
  const [ada = ''] = people('ada')
  expect(await chat.refused(ada, OPEN, { id: ada })).toBe('BAD_USER_INPUT')
  expect(await chat.refused(ada, OPEN, { id: 'nobody' })).toBe('NOT_FOUND')
  expect(await chat.refused(ada, OPEN, { id: '' })).toBe('BAD_USER_INPUT')
})

test('a group has its creator as owner, everybody once, and asks for users in one request', async () => {
  const [ada = '', ben = '', cleo = ''] = people('ada', 'ben', 'cleo')
  const before = around.users.requests()
  const input = { title: '  Garden ', memberIds: [cleo, ben, cleo, ada] }
  const { createGroup: group } = await chat.get(ada, GROUP, { input })
  expect(group).toMatchObject({ title: 'Garden', memberCount: 3 })
  expect(around.users.requests() - before).toBe(1)
  expect(await membersOf(ben, group.id)).toEqual([
    [ada, 'OWNER'],
    [cleo, 'MEMBER'],
    [ben, 'MEMBER'],
  ])
})

test('a group is refused without a title, with too many or with nobody', async () => {
  const [ada = '', ben = ''] = people('ada', 'ben')
  for (const input of [
    { title: ' ', memberIds: [ben] },
    { title: 'x'.repeat(101), memberIds: [ben] },
    { title: 'x', memberIds: Array.from({ length: 1_001 }, (_, index) => `u${index}`) },
  ]) {
    expect(await chat.refused(ada, GROUP, { input })).toBe('BAD_USER_INPUT')
  }
  const { errors } = await chat.ask(ada, GROUP, { input: { title: 'x', memberIds: [ben, 'nobody-1'] } })
  expect(errors?.[0]?.extensions).toEqual({
    code: 'BAD_USER_INPUT',
    issues: [{ path: ['input', 'memberIds', 1], message: 'There is no user nobody-1, or they cannot be invited.' }],
  })
})

test('a thousand people fit, paged in the order in which they joined', async () => {
  const [ada = ''] = people('ada')
  const others = Array.from({ length: 999 }, (_, index) => `${ada}-${index}`)
  const id = await createGroup(chat, ada, others.slice(0, 99))
  for (let start = 99; start < others.length; start += 100) {
    await chat.get(ada, ADD, { id, ids: others.slice(start, start + 100) })
  }
  const seen: string[] = []
  let after: string | null = null
  do {
    const { conversation } = await chat.get(ada, MEMBERS, { id, first: 100, after })
    const { edges, pageInfo, totalCount } = conversation.members
    expect(totalCount).toBe(1_000)
    expect(pageInfo.hasPreviousPage).toBe(after !== null)
    seen.push(...edges.map(({ node }: MemberEdge) => node.user.id))
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null
  } while (after !== null)
  expect(seen).toEqual([ada, ...others])
  expect(await chat.refused(ada, ADD, { id, ids: ['one-too-many'] })).toBe('BAD_USER_INPUT')
})

test('people come and go, and everybody concerned hears of it', async () => {
  const [ada = '', ben = '', cleo = ''] = people('ada', 'ben', 'cleo')
  const id = await createGroup(chat, ada, [ben])
  await say(chat, ada, id, 'before Cleo')
  await using events = await publishedIn(id)
  await using cleos = await publishedTo(cleo)
  expect(await chat.get(ada, ADD, { id, ids: [cleo, ben] })).toEqual({ addMembers: { memberCount: 3 } })
  // Nobody new: nothing happens.
  expect(await chat.get(ada, ADD, { id, ids: [cleo] })).toEqual({ addMembers: { memberCount: 3 } })
  const unread = 'query ($id: ID!) { conversation(id: $id) { viewer { unreadCount } } }'
  expect(await chat.get(cleo, unread, { id })).toEqual({ conversation: { viewer: { unreadCount: 0 } } })
  await say(chat, ada, id, 'welcome')
  expect(await chat.get(cleo, unread, { id })).toEqual({ conversation: { viewer: { unreadCount: 1 } } })
  expect(await chat.get(ada, REMOVE, { id, who: cleo })).toEqual({ removeMember: { memberCount: 2 } })
  expect(await chat.get(cleo, unread, { id })).toEqual({ conversation: null })
  expect(await chat.refused(ada, REMOVE, { id, who: cleo })).toBe('NOT_FOUND')
  await eventually('the news', () => cleos.events.length >= 2)
  expect(events.events).toMatchObject([
    { type: 'MembersChanged', seq: 3, joinedIds: [cleo], leftIds: [], byId: ada },
    { type: 'MessageSent', seq: 4 },
    { type: 'MembersChanged', seq: 5, joinedIds: [], leftIds: [cleo], byId: ada },
  ])
  expect(cleos.events).toEqual([
    { type: 'MembershipBegan', conversationId: id, seq: 3 },
    { type: 'MembershipEnded', conversationId: id, seq: 5 },
  ])
  // Back again, at the end of the row.
  await chat.get(ada, ADD, { id, ids: [cleo] })
  expect(await membersOf(cleo, id)).toEqual([
    [ada, 'OWNER'],
    [ben, 'MEMBER'],
    [cleo, 'MEMBER'],
  ])
})

test('when the owner leaves, who joined first owns the group; the last one leaves it empty', async () => {
  const [ada = '', ben = '', cleo = ''] = people('ada', 'ben', 'cleo')
  const id = await createGroup(chat, ada, [ben, cleo])
  expect(await chat.get(ada, LEAVE, { id })).toEqual({ leaveConversation: true })
  expect(await membersOf(cleo, id)).toEqual([
    [ben, 'OWNER'],
    [cleo, 'MEMBER'],
  ])
  expect(await chat.refused(ada, LEAVE, { id })).toBe('NOT_FOUND')
  await chat.get(ben, LEAVE, { id })
  await chat.get(cleo, LEAVE, { id })
  expect(await chat.refused(cleo, LEAVE, { id })).toBe('NOT_FOUND')
})

test('the same person added by two at once joins once', async () => {
  const [ada = '', ben = ''] = people('ada', 'ben')
  await using second = await around.start()
  const id = await createGroup(chat, ada, [])
  await Promise.all(
    Array.from({ length: 10 }, (_, index) => (index % 2 ? chat : second).get(ada, ADD, { id, ids: [ben] })),
  )
  const { conversation } = await chat.get(ada, 'query ($id: ID!) { conversation(id: $id) { lastSeq memberCount } }', {
    id,
  })
  expect(conversation).toEqual({ lastSeq: 2, memberCount: 2 })
})

test('members change nothing, and a direct conversation keeps its two', async () => {
  const [ada = '', ben = '', cleo = ''] = people('ada', 'ben', 'cleo')
  const group = await createGroup(chat, ada, [ben, cleo])
  expect(await chat.refused(ben, ADD, { id: group, ids: ['dan'] })).toBe('FORBIDDEN')
  expect(await chat.refused(ben, REMOVE, { id: group, who: cleo })).toBe('FORBIDDEN')
  expect(await chat.refused(ada, ADD, { id: group, ids: ['nobody'] })).toBe('BAD_USER_INPUT')
  const direct = await openDirect(chat, ada, ben)
  expect(await chat.refused(ada, ADD, { id: direct, ids: [cleo] })).toBe('BAD_USER_INPUT')
  expect(await chat.refused(ada, REMOVE, { id: direct, who: ben })).toBe('BAD_USER_INPUT')
  expect(await chat.refused(ada, LEAVE, { id: direct })).toBe('BAD_USER_INPUT')
})

test('conversations come with the newest message first, page by page', async () => {
  const [ada = '', ...others] = people('ada', 'ben', 'cleo', 'dan', 'eve')
  const ids: string[] = []
  for (const other of others) ids.push(await openDirect(chat, ada, other))
  for (const id of [ids[2], ids[0]]) await say(chat, ada, id ?? '', 'hello')
  const query = `query ($after: String) {
    conversations(first: 2, after: $after) { edges { node { id } } pageInfo { hasNextPage hasPreviousPage endCursor } }
  }`
  const first = (await chat.get(ada, query)).conversations
  const second = (await chat.get(ada, query, { after: first.pageInfo.endCursor })).conversations
  const order = [...first.edges, ...second.edges].map(({ node }: { node: { id: string } }) => node.id)
  expect(order).toEqual([ids[0], ids[2], ids[3], ids[1]])
  expect([first.pageInfo, second.pageInfo]).toMatchObject([
    { hasNextPage: true, hasPreviousPage: false },
    { hasNextPage: false, hasPreviousPage: true },
  ])
  for (const first of [0, 101]) {
    expect(
      await chat.refused(ada, 'query ($first: Int) { conversations(first: $first) { edges { cursor } } }', { first }),
    ).toBe('BAD_USER_INPUT')
  }
  expect(await chat.refused(ada, query, { after: 'x' })).toBe('BAD_USER_INPUT')
})
