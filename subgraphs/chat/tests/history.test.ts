import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from './support/deadline.ts'
import { publishedIn } from './support/published.ts'
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

const PAGE = `query ($id: ID!, $first: Int, $after: String, $last: Int, $before: String) {
  conversation(id: $id) {
    messages(first: $first, after: $after, last: $last, before: $before) {
      edges { node { text } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
}`
const VIEWER = 'query ($id: ID!) { conversation(id: $id) { viewer { unreadCount lastReadSeq } } }'
const READ = `mutation ($id: ID!, $seq: Int!) {
  markRead(conversationId: $id, seq: $seq) { viewer { unreadCount lastReadSeq } }
}`

test('pages go backward from the newest and forward from any, without gap or overlap', async () => {
  const [ada = '', ben = '', cleo = ''] = people('ada', 'ben', 'cleo')
  const id = await createGroup(chat, ada, [ben])
  const page = async (args: object) => {
    const { messages } = (await chat.get(ada, PAGE, { id, ...args })).conversation
    const texts: string[] = messages.edges.map(({ node }: { node: { text: string } }) => node.text)
    return { texts, ...messages.pageInfo }
  }
  expect(await page({})).toEqual({
    texts: [],
    hasNextPage: false,
    hasPreviousPage: false,
    startCursor: null,
    endCursor: null,
  })
  for (let number = 1; number <= 7; number++) {
    await say(chat, ada, id, String(number))
    // Other events take seqs too, and no place in the history.
    if (number === 4)
      await chat.get(
        ada,
        'mutation ($id: ID!, $ids: [ID!]!) { addMembers(conversationId: $id, userIds: $ids) { id } }',
        { id, ids: [cleo] },
      )
  }
  const newest = await page({ last: 3 })
  expect(newest).toMatchObject({ texts: ['5', '6', '7'], hasNextPage: false, hasPreviousPage: true })
  const older = await page({ last: 3, before: newest.startCursor })
  expect(older).toMatchObject({ texts: ['2', '3', '4'], hasNextPage: true, hasPreviousPage: true })
  const oldest = await page({ last: 3, before: older.startCursor })
  expect(oldest).toMatchObject({ texts: ['1'], hasNextPage: true, hasPreviousPage: false })
  expect(await page({ last: 3, before: oldest.startCursor })).toMatchObject({ texts: [], hasPreviousPage: false })
  const beginning = await page({ first: 4 })
  expect(beginning).toMatchObject({ texts: ['1', '2', '3', '4'], hasNextPage: true, hasPreviousPage: false })
  const rest = await page({ first: 4, after: beginning.endCursor })
  expect(rest).toMatchObject({ texts: ['5', '6', '7'], hasNextPage: false, hasPreviousPage: true })
  expect(await page({ first: 4, after: rest.endCursor })).toMatchObject({ texts: [], hasNextPage: false })
  expect((await page({})).texts).toHaveLength(7)
  const { errors } = await chat.ask(ada, PAGE, { id, first: 1, before: newest.startCursor })
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', issues: [{ path: ['before'] }] })
})

test('unread are the messages of others after the last one read, and reading never goes back', async () => {
  const [ada = '', ben = ''] = people('ada', 'ben')
  const id = await openDirect(chat, ada, ben)
  const seqs: number[] = []
  for (const text of ['one', 'two', 'three']) seqs.push((await say(chat, ada, id, text)).seq)
  const [first = 0, second = 0, third = 0] = seqs
  expect((await chat.get(ben, VIEWER, { id })).conversation.viewer).toEqual({ unreadCount: 3, lastReadSeq: 1 })
  expect((await chat.get(ada, VIEWER, { id })).conversation.viewer).toEqual({ unreadCount: 0, lastReadSeq: third })
  const read = async (seq: number) => (await chat.get(ben, READ, { id, seq })).markRead.viewer
  expect(await read(second)).toEqual({ unreadCount: 1, lastReadSeq: second })
  expect(await read(first)).toEqual({ unreadCount: 1, lastReadSeq: second })
  expect(await read(1_000)).toEqual({ unreadCount: 0, lastReadSeq: third })
  await say(chat, ada, id, 'four')
  await say(chat, ben, id, 'five')
  expect((await chat.get(ben, VIEWER, { id })).conversation.viewer.unreadCount).toBe(0)
  expect((await chat.get(ada, VIEWER, { id })).conversation.viewer.unreadCount).toBe(1)
  expect(await chat.refused(ben, READ, { id, seq: -1 })).toBe('BAD_USER_INPUT')
})

test('reading is told to the others, only when it moved and at most once a second', async () => {
  const [ada = '', ben = ''] = people('ada', 'ben')
  const id = await openDirect(chat, ada, ben)
  const seqs: number[] = []
  for (let number = 0; number < 5; number++) seqs.push((await say(chat, ada, id, 'x')).seq)
  await using published = await publishedIn(id)
  for (const seq of [...seqs, ...seqs]) await chat.get(ben, READ, { id, seq })
  const marks = () => published.events.filter(({ type }) => type === 'MessagesRead')
  await eventually('the last mark', () => marks().some((event) => 'upToSeq' in event && event.upToSeq === seqs[4]))
  expect(marks()[0]).toEqual({ type: 'MessagesRead', conversationId: id, userId: ben, upToSeq: seqs[0] })
  expect(marks().length).toBeLessThanOrEqual(3)
})

test('typing is told to the others and kept nowhere', async () => {
  const [ada = '', ben = ''] = people('ada', 'ben')
  const id = await openDirect(chat, ada, ben)
  await using published = await publishedIn(id)
  const query = 'mutation ($id: ID!, $typing: Boolean!) { setTyping(conversationId: $id, typing: $typing) }'
  for (const typing of [true, false]) {
    expect(await chat.get(ada, query, { id, typing })).toEqual({ setTyping: true })
  }
  await eventually('both', () => published.events.length === 2)
  expect(published.events).toEqual(
    [true, false].map((typing) => ({ type: 'TypingChanged', conversationId: id, userId: ada, typing })),
  )
})

test('in every list a null is as if it were left out, and an empty cursor is none', async () => {
  const [ada = '', ben = ''] = people('ada', 'ben')
  const id = await openDirect(chat, ada, ben)
  await say(chat, ada, id, 'hello')
  const lists = [
    'query ($id: ID!, $first: Int, $after: String) { conversation(id: $id) { messages(first: $first, after: $after) { edges { cursor } } } }',
    'query ($id: ID!, $first: Int, $after: String) { conversation(id: $id) { members(first: $first, after: $after) { edges { cursor } } } }',
    'query ($id: ID!, $first: Int, $after: String) { conversation(id: $id) { id } conversations(first: $first, after: $after) { edges { cursor } } }',
  ]
  for (const list of lists) {
    const whole = await chat.get(ada, list, { id })
    expect(await chat.get(ada, list, { id, first: null, after: null })).toEqual(whole)
    expect(await chat.refused(ada, list, { id, after: '' })).toBe('BAD_USER_INPUT')
  }
})
