import { eventsRoute } from '@colloquy/schema/event-log'
import { connectMongodb } from '@colloquy/platform/mongodb'
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

const EDIT =
  'mutation ($id: ID!, $text: String!) { editMessage(id: $id, text: $text) { id seq version text sentAt editedAt } }'
const edit = async (who: string, id: string, text: string) => (await chat.get(who, EDIT, { id, text })).editMessage
const codeOf = async (who: string, id: string, text: string) => {
  const { errors } = await chat.ask(who, EDIT, { id, text })
  return errors?.[0]?.extensions
}
async function eventsOf(conversationId: string, afterSeq = 1) {
  const { body } = await chat.log(eventsRoute, { conversationId, afterSeq })
  return eventsRoute.response.parse(body).events
}
const change = (who: string, field: string, variables: object) =>
  chat.get(who, `mutation ($id: ID!, $who: ID!) { ${field}(conversationId: $id, userId: $who) { id } }`, variables)

test('a sender gives a message another text: in history, in answers to it, and as an event', async () => {
  const [ada = '', ben = ''] = people('ada', 'ben')
  const id = await openDirect(chat, ada, ben)
  const first = await say(chat, ada, id, 'Helo')
  await say(chat, ben, id, 'an answer', { replyToId: first.id })
  const edited = await edit(ada, first.id, 'Hello')
  expect(edited).toMatchObject({ id: first.id, seq: 2, version: 4, text: 'Hello', editedAt: expect.any(String) })
  expect(Date.parse(edited.editedAt)).toBeGreaterThanOrEqual(Date.parse(edited.sentAt))
  expect(await eventsOf(id)).toMatchObject([
    { type: 'MessageSent', seq: 2, message: { text: 'Hello', version: 4 } },
    { type: 'MessageSent', seq: 3, message: { text: 'an answer', editedAt: null, quote: { text: 'Hello' } } },
    { type: 'MessageEdited', seq: 4, message: { id: first.id, seq: 2, text: 'Hello', editedAt: edited.editedAt } },
  ])
  const query = `query ($id: ID!) {
    conversation(id: $id) {
      lastSeq lastMessage { text } viewer { unreadCount }
      messages { edges { node { text editedAt quote { text } } } }
    }
  }`
  expect(await chat.get(ben, query, { id })).toEqual({
    conversation: {
      lastSeq: 4,
      lastMessage: { text: 'an answer' },
      viewer: { unreadCount: 0 },
      messages: {
        edges: [
          { node: { text: 'Hello', editedAt: edited.editedAt, quote: null } },
          { node: { text: 'an answer', editedAt: null, quote: { text: 'Hello' } } },
        ],
      },
    },
  })
})

test('an edit that is repeated, one after the other or at once, is one event', async () => {
  const [ada = '', ben = ''] = people('ada', 'ben')
  const id = await openDirect(chat, ada, ben)
  const { id: messageId } = await say(chat, ada, id, 'as it was')
  await edit(ada, messageId, 'as it was')
  const answers = await Promise.all(Array.from({ length: 10 }, () => edit(ada, messageId, 'as it is')))
  answers.push(await edit(ada, messageId, 'as it is'))
  for (const answer of answers) expect(answer).toEqual(answers[0])
  expect(await eventsOf(id)).toMatchObject([{ type: 'MessageSent' }, { type: 'MessageEdited', seq: 3 }])
})

test('only its sender edits a message, and to others it does not exist', async () => {
  const [ada = '', ben = '', eve = ''] = people('ada', 'ben', 'eve')
  const id = await createGroup(chat, ada, [ben])
  const { id: messageId } = await say(chat, ben, id, 'mine')
  expect(await codeOf(ada, messageId, 'yours')).toMatchObject({ code: 'FORBIDDEN' })
  expect(await codeOf(eve, messageId, 'yours')).toMatchObject({ code: 'NOT_FOUND' })
  expect(await codeOf(ben, 'none', 'yours')).toMatchObject({ code: 'NOT_FOUND' })
  await change(ada, 'removeMember', { id, who: ben })
  expect(await codeOf(ben, messageId, 'after I left')).toMatchObject({ code: 'NOT_FOUND' })
  expect(await eventsOf(id)).toMatchObject([{ seq: 2, message: { text: 'mine' } }, { seq: 3 }])
})

test('what is edited has text or files, and not too much', async () => {
  const [ada = '', ben = ''] = people('ada', 'ben')
  const id = await openDirect(chat, ada, ben)
  const { id: messageId } = await say(chat, ada, id, 'mine')
  for (const text of ['', ' \n', 'x'.repeat(10_001)]) {
    expect(await codeOf(ada, messageId, text)).toMatchObject({ code: 'BAD_USER_INPUT', issues: [{ path: ['text'] }] })
  }
  const withFile = await say(chat, ada, id, 'a picture', { attachmentIds: [await upload(chat, ada, png(1, 1))] })
  expect(await edit(ada, withFile.id, '')).toMatchObject({ text: '' })
})

test('who left learns nothing of what was edited after, whatever tells of it', async () => {
  const [ada = '', ben = '', cleo = ''] = people('ada', 'ben', 'cleo')
  const id = await createGroup(chat, ada, [ben, cleo])
  const first = await say(chat, ada, id, 'old words')
  const answer = await say(chat, ada, id, 'an answer', { replyToId: first.id })
  await change(ada, 'removeMember', { id, who: ben })
  await edit(ada, first.id, 'new words')
  const told = await eventsOf(id)
  expect(told).toMatchObject([
    { type: 'UnknownEvent', seq: 2 },
    { type: 'MessageSent', seq: 3, message: { text: 'an answer', quote: { messageId: first.id, text: '' } } },
    { type: 'MembersChanged', seq: 4 },
    { type: 'MessageEdited', seq: 5, message: { text: 'new words' } },
  ])
  const refer =
    'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Message { text editedAt version quote { text } } } }'
  const r = [first, answer].map((message) => ({ __typename: 'Message', id: message.id }))
  expect((await chat.get(ben, refer, { r }))._entities).toEqual([
    { text: '', editedAt: null, version: 2, quote: null },
    { text: 'an answer', editedAt: null, version: 3, quote: { text: '' } },
  ])
  expect((await chat.get(cleo, refer, { r }))._entities).toMatchObject([
    { text: 'new words' },
    { text: 'an answer', quote: { text: 'new words' } },
  ])
})

test('once an edit is done, its entry holds no text', async () => {
  const [ada = '', ben = ''] = people('ada', 'ben')
  const id = await openDirect(chat, ada, ben)
  const { id: messageId } = await say(chat, ada, id, 'a secret')
  await edit(ada, messageId, 'another secret')
  await edit(ada, messageId, 'harmless')
  await using mongodb = await connectMongodb(around.config.mongodbUrl)
  const log = mongodb.collection('events')
  const pending = () => log.countDocuments({ conversationId: id, pendingSinceMs: { $exists: true } })
  await eventually('all to be done', async () => (await pending()) === 0)
  expect(JSON.stringify(await log.find({ conversationId: id }).toArray())).not.toMatch(/secret|harmless/)
  expect(JSON.stringify(await mongodb.collection('messages').find({ conversationId: id }).toArray())).not.toContain(
    'secret',
  )
})
