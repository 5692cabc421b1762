import { eventsRoute, missedRoute } from '@colloquy/schema/event-log'
import { connectMongodb } from '@colloquy/platform/mongodb'
import type { MongodbConnection } from '@colloquy/platform/mongodb'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { eventually } from './support/deadline.ts'
import { publishedIn } from './support/published.ts'
import { openStores } from './support/stores.ts'
import { openDirect, people, say } from './support/talk.ts'
import { surroundings } from './support/test-chat.ts'
import type { Surroundings, TestChat } from './support/test-chat.ts'

/** A newer chat has written something that this one does not know. */
let around: Surroundings
let chat: TestChat
let mongodb: MongodbConnection
beforeEach(async () => {
  around = await surroundings()
  chat = await around.start()
  mongodb = await connectMongodb(around.config.mongodbUrl)
})
afterEach(async () => {
  await mongodb[Symbol.asyncDispose]()
  await chat[Symbol.asyncDispose]()
  await around[Symbol.asyncDispose]()
})

/** Commits an event of an unknown type as a newer chat does, and dies before applying it. */
async function commitUnknown(conversationId: string, atMs: number): Promise<void> {
  await using stores = await openStores(around.config)
  const { seq, ordinal, memberCount } = await stores.events.head(conversationId)
  await mongodb.collection('events').insertOne({
    conversationId,
    seq: seq + 1,
    ordinal,
    memberCount,
    atMs,
    pendingSinceMs: atMs,
    type: 'MessagePinned',
    typeVersion: 1,
    body: { messageId: 'm' },
  })
}

test('the conversation goes on, and the event is told as unknown and left for a newer chat', async () => {
  const [ada = '', ben = ''] = people('ada', 'ben')
  const sinceMs = Date.now() - 60_000
  const id = await openDirect(chat, ada, ben)
  await using published = await publishedIn(id)
  await commitUnknown(id, Date.now() - 30_000)
  expect(await say(chat, ben, id, 'after it')).toMatchObject({ seq: 3 })
  await eventually('all to be published', () => published.events.length === 2)

  const told = [
    { type: 'UnknownEvent', seq: 2, really: 'MessagePinned 1' },
    { type: 'MessageSent', seq: 3 },
  ]
  expect(published.events).toMatchObject(told)
  const events = await chat.log(eventsRoute, { conversationId: id, afterSeq: 1 })
  expect(eventsRoute.response.parse(events.body)).toMatchObject({ events: told, headSeq: 3 })
  const missed = await chat.log(missedRoute, { userId: ben, sinceMs, seen: [{ conversationId: id, seq: 1 }] })
  expect(missedRoute.response.parse(missed.body)).toMatchObject({ events: told })
  const pending = await mongodb
    .collection('events')
    .find({ pendingSinceMs: { $exists: true } })
    .toArray()
  expect(pending).toMatchObject([{ conversationId: id, seq: 2, type: 'MessagePinned', body: { messageId: 'm' } }])
})

test('while a newer chat may be about to apply it, what follows waits for that', async () => {
  const [ada = '', ben = ''] = people('ada', 'ben')
  const id = await openDirect(chat, ada, ben)
  await using published = await publishedIn(id)
  await commitUnknown(id, Date.now())
  const sending = say(chat, ben, id, 'after it')
  const isCommitted = async () => (await mongodb.collection('events').countDocuments({ conversationId: id })) === 3
  await eventually('the commit', isCommitted)
  expect(published.events).toEqual([])
  // The newer chat has applied it.
  await mongodb.collection<{ _id: string }>('conversations').updateOne({ _id: id }, { $set: { lastSeq: 2 } })
  expect(await sending).toMatchObject({ seq: 3 })
  await eventually('the publish', () => published.events.length === 1)
  expect(published.events).toMatchObject([{ type: 'MessageSent', seq: 3 }])
})

test('an entry that an older chat passed over is applied by one that knows it', async () => {
  const [ada = '', ben = ''] = people('ada', 'ben')
  const id = await openDirect(chat, ada, ben)
  const sent = await say(chat, ada, id, 'passed over')
  await eventually('it to be done', async () => {
    return (await mongodb.collection('events').countDocuments({ pendingSinceMs: { $exists: true } })) === 0
  })
  // As an older chat leaves it: counted as applied, with nothing that follows from it, and pending.
  await mongodb.collection<{ _id: string }>('messages').deleteOne({ _id: sent.id })
  const pending = { pendingSinceMs: Date.now() - 60_000, 'body.text': 'passed over' }
  await mongodb.collection('events').updateOne({ conversationId: id, seq: 2 }, { $set: pending })
  const query = 'query ($id: ID!) { message(id: $id) { text } }'
  await eventually('the sweep', async () => (await chat.get(ben, query, { id: sent.id })).message !== null)
  expect(await chat.get(ben, query, { id: sent.id })).toEqual({ message: { text: 'passed over' } })
})
