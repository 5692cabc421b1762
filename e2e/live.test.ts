import { expect, inject, test } from 'vitest'
import { signIn } from './client.ts'
import type { Person } from './client.ts'
import { deadline } from './deadline.ts'
import { CONVERSATION, INBOX, direct, group, say } from './talk.ts'

const system = inject('system')

test('a message arrives live, through one subscription that crosses all three subgraphs', async () => {
  const [ada, ben] = await Promise.all([signIn(system, 'ada'), signIn(system, 'ben')])
  await ada.ask('mutation { updateProfile(input: { name: "Ada Lovelace" }) { id } }')
  const conversationId = await direct(ada, ben)
  expect(await direct(ben, ada)).toBe(conversationId)
  await using socket = ben.connect()
  const live = socket.subscribe({
    query: `subscription ($id: ID!, $withKind: Boolean = true) {
      news: conversation(id: $id, afterSeq: 1) { what: __typename, place: seq, cursor, where: conversation { id kind @include(if: $withKind) mine: viewer { unreadCount } } ...Sent }
    }
    fragment Sent on MessageSent { said: message { words: text, by: sender { ...Who } at: sentAt } }
    fragment Who on User { id called: name presence { status } }`,
    variables: { id: conversationId },
  })
  await say(ada, conversationId, 'Good morning, **Ben**')
  const [first] = await live.count(1)
  expect(first).toEqual({
    data: {
      news: {
        what: 'MessageSent',
        place: 2,
        cursor: expect.any(String),
        where: { id: conversationId, kind: 'DIRECT', mine: { unreadCount: 1 } },
        said: {
          words: 'Good morning, **Ben**',
          by: { id: ada.id, called: 'Ada Lovelace', presence: { status: 'OFFLINE' } },
          at: expect.stringMatching(/^\d{4}-.*Z$/),
        },
      },
    },
  })
})

test('inbox brings what happens in conversations joined later, until the membership ends', async () => {
  const [ada, ben] = await Promise.all([signIn(system, 'ada'), signIn(system, 'ben')])
  await using socket = ben.connect()
  const { inboxCursor } = await ben.ask('{ inboxCursor }')
  const inbox = socket.subscribe({ query: INBOX, variables: { after: inboxCursor } })
  const conversationId = await group(ada)
  await say(ada, conversationId, 'before Ben')
  await ada.ask(
    'mutation ($id: ID!, $ids: [ID!]!) { addMembers(conversationId: $id, userIds: $ids) { memberCount } }',
    {
      id: conversationId,
      ids: [ben.id],
    },
  )
  await say(ada, conversationId, 'welcome')
  await ada.ask('mutation ($id: ID!, $userId: ID!) { removeMember(conversationId: $id, userId: $userId) { id } }', {
    id: conversationId,
    userId: ben.id,
  })
  await say(ada, conversationId, 'after Ben')
  const other = await direct(ada, ben)
  await say(ada, other, 'the last')
  await inbox.find(({ data }) => (data.inbox.message?.text === 'the last' ? true : undefined))
  const seen = inbox.results.map(({ data: { inbox: event } }) => [
    event.conversation.id,
    event.seq,
    event.message?.text,
  ])
  expect(seen).toEqual([
    [conversationId, 3, undefined],
    [conversationId, 4, 'welcome'],
    [conversationId, 5, undefined],
    [other, 1, undefined],
    [other, 2, 'the last'],
  ])
})

test('typing, read marks and presence are seen by the others', async () => {
  const [ada, ben] = await Promise.all([signIn(system, 'ada'), signIn(system, 'ben')])
  const conversationId = await direct(ada, ben)
  const { seq } = await say(ada, conversationId, 'hello')
  await using socket = ada.connect()
  const inbox = socket.subscribe({ query: INBOX })
  const presence = socket.subscribe({
    query: 'subscription ($ids: [ID!]!) { presence(userIds: $ids) { user { id } presence { status } } }',
    variables: { ids: [ben.id] },
  })
  expect((await presence.count(1))[0]?.data.presence).toEqual({ user: { id: ben.id }, presence: { status: 'OFFLINE' } })
  await using bens = ben.connect()
  await bens.subscribe({ query: '{ serverTime }' }).count(1)
  await presence.find(({ data }) => (data.presence.presence.status === 'ONLINE' ? true : undefined))
  const typing = await deadline('that Ben types', async () => {
    await ben.ask('mutation ($id: ID!) { setTyping(conversationId: $id, typing: true) }', { id: conversationId })
    return inbox.results.find(({ data }) => data.inbox.__typename === 'TypingChanged')?.data.inbox
  })
  expect(typing).toMatchObject({ user: { id: ben.id }, typing: true, seq: null, cursor: null })
  await ben.ask(
    'mutation ($id: ID!, $seq: Int!) { markRead(conversationId: $id, seq: $seq) { viewer { unreadCount } } }',
    {
      id: conversationId,
      seq,
    },
  )
  const readBy = ({ id }: Person) =>
    inbox.find(({ data }) =>
      data.inbox.__typename === 'MessagesRead' && data.inbox.user.id === id ? data.inbox : undefined,
    )
  expect(await readBy(ben)).toMatchObject({ upToSeq: seq })
  await say(ben, conversationId, 'hello yourself')
  const answer = await say(ada, conversationId, 'what I wrote elsewhere')
  expect(await readBy(ada)).toMatchObject({ upToSeq: answer.seq })
})

test('queries and mutations go over the socket too', async () => {
  const [ada, ben] = await Promise.all([signIn(system, 'ada'), signIn(system, 'ben')])
  const conversationId = await direct(ada, ben)
  await using socket = ada.connect()
  const [sent] = await socket
    .subscribe({
      query: 'mutation ($input: SendMessageInput!) { sendMessage(input: $input) { seq sender { name } } }',
      variables: { input: { conversationId, clientId: 'over the socket', text: 'hi' } },
    })
    .count(1)
  expect(sent?.data.sendMessage.seq).toBe(2)
})

test('a conversation is followed from where the client was', async () => {
  const [ada, ben] = await Promise.all([signIn(system, 'ada'), signIn(system, 'ben')])
  const conversationId = await direct(ada, ben)
  for (const text of ['one', 'two', 'three']) await say(ada, conversationId, text)
  await using socket = ben.connect()
  const live = socket.subscribe({ query: CONVERSATION, variables: { id: conversationId, afterSeq: 2 } })
  await live.count(2)
  await say(ada, conversationId, 'four')
  const results = await live.count(3)
  expect(results.map(({ data }) => [data.conversation.seq, data.conversation.message.text])).toEqual([
    [3, 'two'],
    [4, 'three'],
    [5, 'four'],
  ])
})
