import { connectMongodb } from '@colloquy/platform/mongodb'
import { eventsRoute } from '@colloquy/schema/event-log'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from './support/deadline.ts'
import { png, upload } from './support/files.ts'
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

const DELETE = `mutation ($id: ID!) {
  deleteMessage(id: $id) { id seq version text sentAt editedAt deletedAt quote { text } attachments { id } }
}`
const remove = async (who: string, id: string) => (await chat.get(who, DELETE, { id })).deleteMessage
const EDIT = 'mutation ($id: ID!, $text: String!) { editMessage(id: $id, text: $text) { id } }'
async function eventsOf(conversationId: string, afterSeq = 1) {
  const { body } = await chat.log(eventsRoute, { conversationId, afterSeq })
  return eventsRoute.response.parse(body).events
}
/** Everything that the database has, as one text. */
async function allStored(): Promise<string> {
  await using mongodb = await connectMongodb(around.config.mongodbUrl)
  const collections = (await mongodb.listCollections()).map(({ name }) => mongodb.collection(name))
  return JSON.stringify(await Promise.all(collections.map((collection) => collection.find().toArray())))
}

test('a deleted message says nothing any more and keeps its place', async () => {
  const [ada = '', ben = ''] = people('ada', 'ben')
  const id = await openDirect(chat, ada, ben)
  const first = await say(chat, ben, id, 'asked')
  const second = await say(chat, ada, id, 'answered', { replyToId: first.id })
  await say(chat, ben, id, 'indeed', { replyToId: second.id })
  await chat.get(ada, EDIT, { id: second.id, text: 'answered again' })
  const deleted = await remove(ada, second.id)
  const nothing = { text: '', attachments: [], quote: null, editedAt: null, deletedAt: expect.any(String) }
  expect(deleted).toMatchObject({ id: second.id, seq: 3, version: 6, ...nothing })
  const quote = { messageId: second.id, text: '', deletedAt: deleted.deletedAt }
  expect(await eventsOf(id)).toMatchObject([
    { type: 'MessageSent', seq: 2, message: { text: 'asked', deletedAt: null } },
    { type: 'MessageSent', seq: 3, message: { id: second.id, senderId: ada, ...nothing } },
    { type: 'MessageSent', seq: 4, message: { text: 'indeed', quote } },
    { type: 'MessageEdited', seq: 5, message: { id: second.id, ...nothing } },
    { type: 'MessageDeleted', seq: 6, message: { id: second.id, ...nothing } },
  ])
  const query = `query ($id: ID!) { conversation(id: $id) {
    messages { edges { node { text deletedAt quote { messageId text deletedAt } } } }
  } }`
  const { conversation } = await chat.get(ben, query, { id })
  expect(conversation.messages.edges).toMatchObject([
    { node: { text: 'asked', deletedAt: null } },
    { node: { text: '', deletedAt: deleted.deletedAt, quote: null } },
    { node: { text: 'indeed', quote } },
  ])
})

test('a deletion that is repeated, one after the other or at once, is one event', async () => {
  const [ada = '', ben = ''] = people('ada', 'ben')
  const id = await openDirect(chat, ada, ben)
  const { id: messageId } = await say(chat, ada, id, 'said')
  const answers = await Promise.all(Array.from({ length: 10 }, () => remove(ada, messageId)))
  answers.push(await remove(ada, messageId))
  for (const answer of answers) expect(answer).toEqual(answers[0])
  expect(await eventsOf(id)).toMatchObject([{ type: 'MessageSent' }, { type: 'MessageDeleted', seq: 3 }])
})

test('a message is deleted by its sender, and in a group by its owner and admins', async () => {
  const [ada = '', ben = '', cleo = '', eve = ''] = people('ada', 'ben', 'cleo', 'eve')
  const id = await createGroup(chat, ada, [ben, cleo])
  const [first, second] = [await say(chat, ben, id, 'one'), await say(chat, ben, id, 'two')]
  const owners = await say(chat, ada, id, 'three')
  expect(await chat.refused(cleo, DELETE, { id: first.id })).toBe('FORBIDDEN')
  expect(await chat.refused(ben, DELETE, { id: owners.id })).toBe('FORBIDDEN')
  expect(await chat.refused(eve, DELETE, { id: first.id })).toBe('NOT_FOUND')
  expect(await chat.refused(ada, DELETE, { id: 'none' })).toBe('NOT_FOUND')
  expect(await remove(ada, first.id)).toMatchObject({ text: '' })
  expect(await remove(ben, second.id)).toMatchObject({ text: '' })
  const removeMember = 'mutation ($id: ID!, $who: ID!) { removeMember(conversationId: $id, userId: $who) { id } }'
  await chat.get(ada, removeMember, { id, who: ben })
  expect(await chat.refused(ben, DELETE, { id: first.id })).toBe('NOT_FOUND')

  const direct = await openDirect(chat, ada, ben)
  const said = await say(chat, ada, direct, 'between us')
  expect(await chat.refused(ben, DELETE, { id: said.id })).toBe('FORBIDDEN')
})

test('what was deleted is neither edited nor answered', async () => {
  const [ada = '', ben = ''] = people('ada', 'ben')
  const id = await openDirect(chat, ada, ben)
  const { id: messageId } = await say(chat, ada, id, 'said')
  await remove(ada, messageId)
  expect(await chat.refused(ada, EDIT, { id: messageId, text: 'again' })).toBe('CONFLICT')
  const answer = { conversationId: id, clientId: '1', text: 'an answer', replyToId: messageId }
  const send = 'mutation ($input: SendMessageInput!) { sendMessage(input: $input) { id } }'
  const { errors } = await chat.ask(ben, send, { input: answer })
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', issues: [{ path: ['input', 'replyToId'] }] })
})

test('an answer that is sent again is the one that is there, although what it answers has been deleted', async () => {
  const [ada = '', ben = ''] = people('ada', 'ben')
  const id = await openDirect(chat, ada, ben)
  const { id: messageId } = await say(chat, ada, id, 'said')
  const answer = { clientId: 'again', replyToId: messageId }
  const sent = await say(chat, ben, id, 'an answer', answer)
  await remove(ada, messageId)
  expect(await say(chat, ben, id, 'an answer', answer)).toMatchObject({ id: sent.id, seq: sent.seq })
})

test('text and files are gone from every store, and a download that was allowed before finds nothing', async () => {
  const [ada = '', ben = ''] = people('ada', 'ben')
  const id = await openDirect(chat, ada, ben)
  const attachmentIds = [await upload(chat, ada, png(8, 8)), await upload(chat, ada, png(9, 9))]
  const { id: messageId } = await say(chat, ada, id, 'a xylophone', { attachmentIds })
  await say(chat, ben, id, 'an answer', { replyToId: messageId })
  await chat.get(ada, EDIT, { id: messageId, text: 'two xylophones' })
  const files = 'query ($id: ID!) { message(id: $id) { attachments { url } } }'
  const { message } = await chat.get(ben, files, { id: messageId })
  const urls: string[] = message.attachments.map(({ url }: { url: string }) => url)
  const statuses = () => Promise.all(urls.map(async (url) => (await fetch(url)).status))
  expect(await statuses()).toEqual([200, 200])
  await remove(ada, messageId)
  await eventually('the files to be gone', async () => (await statuses()).every((status) => status === 404))
  await eventually('all to be gone', async () => {
    const stored = await allStored()
    return !stored.includes('xylophone') && !stored.includes('"fileName"')
  })
})

test('what waits to be published holds no text of it either', async () => {
  const [ada = '', ben = ''] = people('ada', 'ben')
  const id = await openDirect(chat, ada, ben)
  const { id: messageId } = await say(chat, ada, id, 'a zeppelin')
  await using mongodb = await connectMongodb(around.config.mongodbUrl)
  // As it is while Redis is away; the sweep does not take what is from the future.
  const pending = { pendingSinceMs: Date.now() + 60_000, 'body.text': 'a zeppelin' }
  await eventually('it to be done', async () => !(await allStored()).includes('pendingSinceMs'))
  await mongodb.collection('events').updateOne({ type: 'MessageSent', conversationId: id }, { $set: pending })
  expect(await allStored()).toContain('zeppelin')
  await remove(ada, messageId)
  expect(await allStored()).not.toContain('zeppelin')
})

test('who left learns nothing of what was deleted after, whatever tells of it', async () => {
  const [ada = '', ben = ''] = people('ada', 'ben')
  const id = await createGroup(chat, ada, [ben])
  const first = await say(chat, ada, id, 'old words')
  await say(chat, ada, id, 'an answer', { replyToId: first.id })
  await chat.get(ben, 'mutation ($id: ID!) { leaveConversation(conversationId: $id) }', { id })
  await remove(ada, first.id)
  expect(await eventsOf(id)).toMatchObject([
    { type: 'UnknownEvent', seq: 2 },
    { type: 'MessageSent', seq: 3, message: { quote: { messageId: first.id, text: '', deletedAt: null } } },
    { type: 'MembersChanged', seq: 4 },
    { type: 'MessageDeleted', seq: 5, message: { id: first.id } },
  ])
  const refer = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Message { text deletedAt version } } }'
  const { _entities } = await chat.get(ben, refer, { r: [{ __typename: 'Message', id: first.id }] })
  expect(_entities).toEqual([{ text: '', deletedAt: null, version: 2 }])
})
