import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from './support/deadline.ts'
import { publishedIn } from './support/published.ts'
import { allEvents, createGroup, openDirect, people, say, SEND } from './support/talk.ts'
import { surroundings } from './support/test-chat.ts'
import type { Surroundings, TestChat } from './support/test-chat.ts'

let around: Surroundings
let chat: TestChat
let other: TestChat
beforeAll(async () => {
  around = await surroundings()
  ;[chat, other] = await Promise.all([around.start(), around.start()])
})
afterAll(async () => {
  await Promise.all([chat[Symbol.asyncDispose](), other[Symbol.asyncDispose]()])
  await around[Symbol.asyncDispose]()
})

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1)

test('a sent message comes back, and can be read and is published as it was sent', async () => {
  const [ada = '', ben = ''] = people('ada', 'ben')
  const id = await openDirect(chat, ada, ben)
  await using published = await publishedIn(id)
  const sent = await say(chat, ada, id, 'Good *morning*', { clientId: '1' })
  expect(sent).toMatchObject({ seq: 2, clientId: '1', text: 'Good *morning*', sender: { id: ada }, quote: null })
  const query = `query ($id: ID!) {
    message(id: $id) { text sentAt conversation { id lastSeq lastMessage { id } viewer { unreadCount } } }
  }`
  const { message } = await chat.get(ben, query, { id: sent.id })
  expect(message).toMatchObject({
    text: 'Good *morning*',
    conversation: { id, lastSeq: 2, lastMessage: { id: sent.id }, viewer: { unreadCount: 1 } },
  })
  await eventually('the publish', () => published.events.length > 0)
  const [event] = published.events
  expect(event).toMatchObject({ type: 'MessageSent', seq: 2, message: { id: sent.id, sentAt: message.sentAt } })
  expect(await allEvents(chat, id)).toEqual([expect.objectContaining({ type: 'MembersChanged', seq: 1 }), event])
})

test('who answers has read up to there, and all hear of it', async () => {
  const [ada = '', ben = ''] = people('ada', 'ben')
  const id = await openDirect(chat, ada, ben)
  await say(chat, ben, id, 'one')
  await using published = await publishedIn(id)
  const { seq } = await say(chat, ada, id, 'two')
  const marks = () => published.events.filter(({ type }) => type === 'MessagesRead')
  await eventually('the mark', () => marks().length > 0)
  expect(marks()).toEqual([{ type: 'MessagesRead', conversationId: id, userId: ada, upToSeq: seq }])
  const { conversation } = await chat.get(
    ada,
    'query ($id: ID!) { conversation(id: $id) { viewer { unreadCount } } }',
    { id },
  )
  expect(conversation.viewer.unreadCount).toBe(0)
  await say(chat, ada, id, 'three')
  await eventually('the next message', () => published.events.some((event) => 'seq' in event && event.seq === seq + 1))
  expect(marks()).toHaveLength(1)
})

test('fifty senders at two processes leave no hole and keep their own order', async () => {
  const senders = people(...upTo(50).map((number) => `sender${number}`))
  const [owner = ''] = senders
  const id = await createGroup(chat, owner, senders)
  await using published = await publishedIn(id)
  await Promise.all(
    senders.map(async (sender, index) => {
      for (const number of upTo(20)) await say(index % 2 ? chat : other, sender, id, String(number))
    }),
  )
  const events = await allEvents(chat, id)
  expect(events.map(({ seq }) => seq)).toEqual(upTo(1_001))
  for (const sender of senders) {
    const own = events.flatMap((event) =>
      event.type === 'MessageSent' && event.message.senderId === sender ? [event.message.text] : [],
    )
    expect(own).toEqual(upTo(20).map(String))
  }
  const publishedSeqs = () => new Set(published.events.flatMap((event) => ('seq' in event ? [event.seq] : [])))
  await eventually('all to be published', () => publishedSeqs().size >= 1_000)
  const { conversation } = await chat.get(
    owner,
    'query ($id: ID!) { conversation(id: $id) { lastSeq messages(last: 1) { edges { node { seq } } pageInfo { hasPreviousPage } } } }',
    { id },
  )
  expect(conversation).toEqual({
    lastSeq: 1_001,
    messages: { edges: [{ node: { seq: 1_001 } }], pageInfo: { hasPreviousPage: true } },
  })
}, 120_000)

test('one client id is one message, however often and wherever it is sent', async () => {
  const [ada = '', ben = ''] = people('ada', 'ben')
  const id = await openDirect(chat, ada, ben)
  const answers = await Promise.all(
    upTo(50).map((number) => say(number % 2 ? chat : other, ada, id, `try ${number}`, { clientId: 'same' })),
  )
  const [first] = answers
  expect(answers).toEqual(answers.map(() => first))
  expect(await allEvents(chat, id)).toHaveLength(2)
  expect(await say(chat, ada, id, 'another text', { clientId: 'same' })).toEqual(first)
  // The id is the sender's own: somebody else's is another message.
  expect((await say(chat, ben, id, 'mine', { clientId: 'same' })).id).not.toBe(first.id)
})

test('an answer quotes a message of the same conversation, cut short', async () => {
  const [ada = '', ben = '', cleo = ''] = people('ada', 'ben', 'cleo')
  const id = await openDirect(chat, ada, ben)
  const long = await say(chat, ada, id, 'x'.repeat(300))
  const answer = await say(chat, ben, id, 'yes', { replyToId: long.id })
  const quote = { messageId: long.id, seq: 2, sender: { id: ada }, text: 'x'.repeat(280) }
  expect(answer.quote).toEqual(quote)
  const elsewhere = await openDirect(chat, ada, cleo)
  const input = { conversationId: elsewhere, clientId: '1', text: 'psst', replyToId: long.id }
  expect(await chat.refused(ada, SEND, { input })).toBe('BAD_USER_INPUT')
  const { message } = await chat.get(
    ada,
    'query ($id: ID!) { message(id: $id) { quote { messageId seq sender { id } text } } }',
    {
      id: answer.id,
    },
  )
  expect(message.quote).toEqual(quote)
})

test('an event that is committed but not applied is not shown, and applied before the next', async () => {
  const [ada = '', ben = ''] = people('ada', 'ben')
  const id = await openDirect(chat, ada, ben)
  await Promise.all([say(chat, ada, id, 'one'), say(other, ben, id, 'two'), say(other, ada, id, 'three')])
  const { conversation } = await other.get(
    ben,
    'query ($id: ID!) { conversation(id: $id) { lastSeq messages { edges { node { seq } } } } }',
    { id },
  )
  expect(conversation.lastSeq).toBe(4)
  expect(conversation.messages.edges.map(({ node }: { node: { seq: number } }) => node.seq)).toEqual([2, 3, 4])
})
