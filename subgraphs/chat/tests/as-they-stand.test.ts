import { eventsRoute } from '@colloquy/schema/event-log'
import { connectMongodb } from '@colloquy/platform/mongodb'
import type { MongodbConnection } from '@colloquy/platform/mongodb'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from './support/deadline.ts'
import { png, upload } from './support/files.ts'
import { openDirect, people, say } from './support/talk.ts'
import { surroundings } from './support/test-chat.ts'
import type { Surroundings, TestChat } from './support/test-chat.ts'

/** The log holds ids and facts; what people wrote is in the messages alone, and is told as it stands. */
let around: Surroundings
let chat: TestChat
let mongodb: MongodbConnection
beforeAll(async () => {
  around = await surroundings()
  chat = await around.start()
  mongodb = await connectMongodb(around.config.mongodbUrl)
})
afterAll(async () => {
  await mongodb[Symbol.asyncDispose]()
  await chat[Symbol.asyncDispose]()
  await around[Symbol.asyncDispose]()
})

const collection = <Stored extends object>(name: string) => mongodb.collection<Stored & { _id: string }>(name)
const storedEntries = (conversationId: string) =>
  collection<{ conversationId: string }>('events').find({ conversationId })

async function eventsOf(conversationId: string) {
  const { body } = await chat.log(eventsRoute, { conversationId, afterSeq: 1 })
  return eventsRoute.response.parse(body).events
}

test('once an entry is done it holds no text and no name of a file', async () => {
  const [ada = '', ben = ''] = people('ada', 'ben')
  const id = await openDirect(chat, ada, ben)
  const attachmentIds = [await upload(chat, ada, png(8, 8))]
  const first = await say(chat, ada, id, 'a secret', { attachmentIds })
  await say(chat, ben, id, 'another secret', { replyToId: first.id })
  const pending = () => collection('events').countDocuments({ conversationId: id, pendingSinceMs: { $exists: true } })
  await eventually('all to be done', async () => (await pending()) === 0)
  const log = JSON.stringify(await storedEntries(id).toArray())
  expect(log).toContain(first.id)
  expect(log).not.toMatch(/secret|fileName/)
})

test('a message that was changed is told as it is now: in the log, in quotes and in history', async () => {
  const [ada = '', ben = ''] = people('ada', 'ben')
  const id = await openDirect(chat, ada, ben)
  const first = await say(chat, ada, id, 'as it was')
  const answer = await say(chat, ben, id, 'an answer', { replyToId: first.id })
  const text = '😀'.repeat(300)
  const change = { $set: { text, version: 4 } }
  await collection<{ text: string; version: number }>('messages').updateOne({ _id: first.id }, change)
  const cut = '😀'.repeat(280)
  expect(await eventsOf(id)).toMatchObject([
    { seq: 2, message: { id: first.id, text, version: 4, quote: null } },
    { seq: 3, message: { id: answer.id, version: 3, quote: { messageId: first.id, text: cut } } },
  ])
  const query = `query ($id: ID!) { conversation(id: $id) { messages { edges { node { text version quote { text } } } } } }`
  const { conversation } = await chat.get(ada, query, { id })
  expect(conversation.messages.edges).toEqual([
    { node: { text, version: 4, quote: null } },
    { node: { text: 'an answer', version: 3, quote: { text: cut } } },
  ])
})

test('a message that was sent once more answers as it stands', async () => {
  const [ada = '', ben = ''] = people('ada', 'ben')
  const id = await openDirect(chat, ada, ben)
  const first = await say(chat, ada, id, 'as it was', { clientId: 'once' })
  await collection<{ text: string }>('messages').updateOne({ _id: first.id }, { $set: { text: 'as it is' } })
  expect(await say(chat, ada, id, 'as it was', { clientId: 'once' })).toMatchObject({ id: first.id, text: 'as it is' })
})

test('an event whose message is gone keeps its place', async () => {
  const [ada = '', ben = ''] = people('ada', 'ben')
  const id = await openDirect(chat, ada, ben)
  const first = await say(chat, ada, id, 'gone')
  await say(chat, ben, id, 'there', { replyToId: first.id })
  await collection('messages').deleteOne({ _id: first.id })
  expect(await eventsOf(id)).toMatchObject([
    { type: 'UnknownEvent', seq: 2 },
    { type: 'MessageSent', seq: 3, message: { text: 'there', quote: null } },
  ])
})
