import { expect, inject, test } from 'vitest'
import { signIn } from './client.ts'
import { SEND, direct, say } from './talk.ts'

const system = inject('system')

const PAGE = `query ($id: ID!, $first: Int, $after: String, $last: Int, $before: String) {
  conversation(id: $id) {
    lastSeq
    lastMessage { text }
    messages(first: $first, after: $after, last: $last, before: $before) {
      edges { cursor node { text sender { name } } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
}`

test('history pages both ways without a gap or a repeat', async () => {
  const [ada, ben] = await Promise.all([signIn(system, 'ada'), signIn(system, 'ben')])
  const id = await direct(ada, ben)
  const texts = Array.from({ length: 25 }, (_, index) => `message ${index + 1}`)
  for (const text of texts) await say(ada, id, text)
  const backwards: string[] = []
  let before: string | null = null
  do {
    const { conversation } = await ben.ask(PAGE, { id, last: 10, before })
    expect(conversation).toMatchObject({ lastSeq: 26, lastMessage: { text: 'message 25' } })
    const { edges, pageInfo } = conversation.messages
    backwards.unshift(...edges.map((edge: { node: { text: string } }) => edge.node.text))
    before = pageInfo.hasPreviousPage ? pageInfo.startCursor : null
  } while (before)
  expect(backwards).toEqual(texts)
  const forwards: string[] = []
  let after: string | null = null
  do {
    const { conversation } = await ben.ask(PAGE, { id, first: 10, after })
    const { edges, pageInfo } = conversation.messages
    forwards.push(...edges.map((edge: { node: { text: string } }) => edge.node.text))
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null
  } while (after)
  expect(forwards).toEqual(texts)
})

test('the same clientId is the same message, also when sent fifty times at once', async () => {
  const [ada, ben] = await Promise.all([signIn(system, 'ada'), signIn(system, 'ben')])
  const id = await direct(ada, ben)
  const sent = await Promise.all(Array.from({ length: 50 }, () => say(ada, id, 'once', 'the same')))
  expect(new Set(sent.map((message) => message.id)).size).toBe(1)
  expect((await ben.ask(PAGE, { id, first: 10 })).conversation.messages.edges).toHaveLength(1)
})

test('unread counts count the messages of others after the last one read', async () => {
  const [ada, ben] = await Promise.all([signIn(system, 'ada'), signIn(system, 'ben')])
  const id = await direct(ada, ben)
  const unread = async () =>
    (await ben.ask('query ($id: ID!) { conversation(id: $id) { viewer { unreadCount lastReadSeq } } }', { id }))
      .conversation.viewer
  const first = await say(ada, id, 'one')
  const second = await say(ada, id, 'two')
  expect((await unread()).unreadCount).toBe(2)
  const markRead = 'mutation ($id: ID!, $seq: Int!) { markRead(conversationId: $id, seq: $seq) { id } }'
  await ben.ask(markRead, { id, seq: second.seq })
  await ben.ask(markRead, { id, seq: first.seq })
  expect(await unread()).toEqual({ unreadCount: 0, lastReadSeq: second.seq })
  await say(ada, id, 'three')
  expect((await unread()).unreadCount).toBe(1)
  await say(ben, id, 'four')
  expect((await unread()).unreadCount).toBe(0)
})

test('the unread messages are those after the cursor of the last one read', async () => {
  const [ada, ben] = await Promise.all([signIn(system, 'ada'), signIn(system, 'ben')])
  const id = await direct(ada, ben)
  const unread = async () => {
    const query = 'query ($id: ID!) { conversation(id: $id) { viewer { lastReadCursor } } }'
    const after = (await ben.ask(query, { id })).conversation.viewer.lastReadCursor
    const { edges } = (await ben.ask(PAGE, { id, first: 10, after })).conversation.messages
    return edges.map((edge: { node: { text: string } }) => edge.node.text)
  }
  expect(await unread()).toEqual([])
  const { seq } = await say(ada, id, 'one')
  await say(ada, id, 'two')
  expect(await unread()).toEqual(['one', 'two'])
  await ben.ask('mutation ($id: ID!, $seq: Int!) { markRead(conversationId: $id, seq: $seq) { id } }', { id, seq })
  expect(await unread()).toEqual(['two'])
})

test('a bad message is refused by the name of its field', async () => {
  const [ada, ben] = await Promise.all([signIn(system, 'ada'), signIn(system, 'ben')])
  const conversationId = await direct(ada, ben)
  expect(await ada.refused(SEND, { input: { conversationId, clientId: 'a', text: '' } })).toBe('BAD_USER_INPUT')
  expect(await ada.refused(SEND, { input: { conversationId, clientId: 'b', text: 'x'.repeat(10_001) } })).toBe(
    'BAD_USER_INPUT',
  )
  expect(await ada.refused(SEND, { input: { conversationId, clientId: '', text: 'x' } })).toBe('BAD_USER_INPUT')
  expect(await ada.refused('mutation { openDirectConversation(userId: "nobody") { id } }')).toBe('NOT_FOUND')
})
