import { randomUUID } from 'node:crypto'
import { eventsRoute, headsRoute } from '@colloquy/schema/event-log'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { directKeyOf } from '../src/conversations/conversations.ts'
import { entryAfter } from '../src/events/entry.ts'
import type { Draft } from '../src/events/entry.ts'
import { breakableConnection } from './support/breakable-connection.ts'
import { startChatProcess } from './support/chat-process.ts'
import { eventually } from './support/deadline.ts'
import { publishedIn, publishedTo } from './support/published.ts'
import { openStores } from './support/stores.ts'
import { createGroup, openDirect, people, say, SEND } from './support/talk.ts'
import { surroundings } from './support/test-chat.ts'
import type { Surroundings } from './support/test-chat.ts'

let around: Surroundings
beforeEach(async () => {
  around = await surroundings()
})
afterEach(() => around[Symbol.asyncDispose]())

const message = (senderId: string, text: string): Draft => ({
  type: 'MessageSent',
  message: { id: randomUUID(), senderId, clientId: randomUUID(), text, attachmentIds: [], quotedId: null },
})

test('a message committed by a process that died then is applied and published when one starts', async () => {
  const [ada = '', ben = ''] = people('ada', 'ben')
  await using stores = await openStores(around.config)
  let id = ''
  {
    await using chat = await around.start()
    id = await openDirect(chat, ada, ben)
  }
  const entry = entryAfter(await stores.events.head(id), id, message(ada, 'last words'), Date.now())
  await stores.events.insert([entry])
  await using published = await publishedIn(id)
  await using chat = await around.start()
  await eventually('the publish', () => published.events.length > 0)
  expect(published.events).toMatchObject([{ type: 'MessageSent', seq: entry.seq, message: { text: 'last words' } }])
  const query = 'query ($id: ID!) { conversation(id: $id) { lastSeq lastMessage { text } viewer { unreadCount } } }'
  expect(await chat.get(ben, query, { id })).toEqual({
    conversation: { lastSeq: 2, lastMessage: { text: 'last words' }, viewer: { unreadCount: 1 } },
  })
  await eventually('it to be done', async () => (await stores.events.pending(Date.now(), 10)).length === 0)
})

test('what a dead process committed is applied before what comes next, and by the sweep of a running one', async () => {
  const [ada = '', ben = ''] = people('ada', 'ben')
  await using stores = await openStores(around.config)
  await using chat = await around.start()
  const id = await createGroup(chat, ada, [ben])
  await using published = await publishedIn(id)
  await stores.events.insert([entryAfter(await stores.events.head(id), id, message(ben, 'one'), Date.now())])
  expect(await say(chat, ada, id, 'two')).toMatchObject({ seq: 3 })
  const texts = async () => {
    const { conversation } = await chat.get(
      ada,
      'query ($id: ID!) { conversation(id: $id) { messages { edges { node { text } } } } }',
      { id },
    )
    return conversation.messages.edges.map(({ node }: { node: { text: string } }) => node.text)
  }
  expect(await texts()).toEqual(['one', 'two'])
  await stores.events.insert([entryAfter(await stores.events.head(id), id, message(ben, 'three'), Date.now())])
  await eventually('the sweep', async () => (await texts()).length === 3)
  // Read marks come between.
  const durable = () => published.events.filter((event) => 'seq' in event)
  await eventually('all to be published', () => durable().length >= 3)
  expect(durable().map(({ seq }) => seq)).toEqual([2, 3, 4])
})

test('a conversation that was begun and never got its members is completed', async () => {
  const [ada = '', ben = '', cleo = ''] = people('ada', 'ben', 'cleo')
  await using stores = await openStores(around.config)
  const begin = async (otherId: string) => {
    const id = randomUUID()
    const directKey = directKeyOf(ada, otherId)
    const memberIds = [ada, otherId]
    await stores.conversations.insert({
      id,
      kind: 'DIRECT',
      title: null,
      directKey,
      byId: ada,
      memberIds,
      atMs: Date.now(),
    })
    return id
  }
  const swept = await begin(ben)
  await using began = await publishedTo(ben)
  await using chat = await around.start()
  await eventually('the sweep', () => began.events.length > 0)
  expect(await openDirect(chat, ben, ada)).toBe(swept)
  const found = await begin(cleo)
  expect(await openDirect(chat, cleo, ada)).toBe(found)
  const query = 'query ($id: ID!) { conversation(id: $id) { memberCount lastSeq } }'
  for (const id of [swept, found]) {
    expect(await chat.get(ada, query, { id })).toEqual({ conversation: { memberCount: 2, lastSeq: 1 } })
  }
})

test('of what a killed process acknowledged nothing is lost, and the rest is whole or not there', async () => {
  const senders = people('ada', 'ben', 'cleo', 'dan')
  const [ada = ''] = senders
  const victim = await startChatProcess(around.config)
  const id = await createGroup(victim, ada, senders)
  const acknowledged = new Map<string, number>()
  const talking = senders.map(async (sender) => {
    for (;;) {
      const input = { conversationId: id, clientId: randomUUID(), text: sender }
      const answer = await victim.ask(sender, SEND, { input }).catch(() => null)
      if (!answer?.data) return
      acknowledged.set(`${sender} ${input.clientId}`, answer.data.sendMessage.seq)
    }
  })
  await eventually('some talk', () => acknowledged.size >= 50)
  await victim.kill()
  await Promise.all(talking)

  await using stores = await openStores(around.config)
  await using chat = await around.start()
  const { seq: headSeq } = await stores.events.head(id)
  const heads = [{ conversationId: id, headSeq }]
  await eventually('the sweep', async () => {
    const { body } = await chat.log(headsRoute, { conversationIds: [id] })
    return body.heads[0]?.headSeq === headSeq
  })
  expect((await chat.log(headsRoute, { conversationIds: [id] })).body).toEqual({ heads })
  const { body } = await chat.log(eventsRoute, { conversationId: id, afterSeq: 0, limit: 500 })
  const { events } = eventsRoute.response.parse(body)
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1))
  const logged = new Map(
    events.flatMap((event) =>
      event.type === 'MessageSent' ? [[`${event.message.senderId} ${event.message.clientId}`, event.seq]] : [],
    ),
  )
  for (const [key, seq] of acknowledged) expect(logged.get(key)).toBe(seq)
  await eventually('nothing to be pending', async () => (await stores.events.pending(Date.now(), 10)).length === 0)
})

test('without Redis messages are sent and read; they are published when it is back', async () => {
  const [ada = '', ben = ''] = people('ada', 'ben')
  await using redis = await breakableConnection(inject('infrastructure').redisUrl)
  await using own = await surroundings({ redisUrl: redis.url })
  await using chat = await own.start()
  const id = await openDirect(chat, ada, ben)
  await using published = await publishedIn(id)
  redis.break()
  await eventually('chat to notice', async () => (await fetch(`${chat.url}/health/ready`)).status === 503)
  for (const text of ['one', 'two']) await say(chat, ada, id, text)
  const query = 'query ($id: ID!) { conversation(id: $id) { lastMessage { text } } }'
  expect((await chat.get(ben, query, { id })).conversation.lastMessage.text).toBe('two')
  expect(published.events).toEqual([])
  redis.mend()
  await eventually('the publish', () => published.events.length >= 2)
  expect(published.events.map((event) => 'seq' in event && event.seq)).toEqual([2, 3])
  await eventually('chat to be ready', async () => (await fetch(`${chat.url}/health/ready`)).status === 200)
})
