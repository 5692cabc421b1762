import { eventsRoute } from '@colloquy/schema/event-log'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createGroup, openDirect, people, removeMember, say } from './support/talk.ts'
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

const mutation = (field: string) =>
  `mutation ($id: ID!, $emoji: String!) { ${field}(messageId: $id, emoji: $emoji) { version reactions { id emoji count } } }`
const [ADD, REMOVE] = [mutation('addReaction'), mutation('removeReaction')]
const add = async (who: string, id: string, emoji: string) => (await chat.get(who, ADD, { id, emoji })).addReaction
const take = async (who: string, id: string, emoji: string) =>
  (await chat.get(who, REMOVE, { id, emoji })).removeReaction
const READ = `query ($id: ID!, $first: Int = 20, $after: ID) {
  message(id: $id) { reactions { emoji count viewerReacted users(first: $first, after: $after) { id } } }
}`
const reactionsTo = async (who: string, id: string, page: object = {}) =>
  (await chat.get(who, READ, { id, ...page })).message.reactions
async function eventsOf(conversationId: string, afterSeq = 2) {
  const { body } = await chat.log(eventsRoute, { conversationId, afterSeq })
  return eventsRoute.response.parse(body).events
}

test('who reacts is counted and named, in the order in which it came up', async () => {
  const [ada = '', ben = '', cleo = ''] = people('ada', 'ben', 'cleo')
  const id = await createGroup(chat, ada, [ben, cleo])
  const { id: messageId } = await say(chat, ada, id, 'said')
  await add(ben, messageId, '👍')
  await add(cleo, messageId, '🎉')
  const added = await add(ada, messageId, '👍')
  const both = [
    { id: `${messageId}:👍`, emoji: '👍', count: 2 },
    { id: `${messageId}:🎉`, emoji: '🎉', count: 1 },
  ]
  expect(added).toEqual({ version: 5, reactions: both })
  expect(await reactionsTo(cleo, messageId)).toEqual([
    { emoji: '👍', count: 2, viewerReacted: false, users: [{ id: ben }, { id: ada }] },
    { emoji: '🎉', count: 1, viewerReacted: true, users: [{ id: cleo }] },
  ])
  expect(await reactionsTo(cleo, messageId, { first: 1 })).toMatchObject([{ users: [{ id: ben }] }, {}])
  const refer = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Reaction {
    viewerReacted users(first: 1, after: "${ben}") { id }
  } } }`
  const r = [{ __typename: 'Reaction', id: `${messageId}:👍` }]
  expect((await chat.get(ben, refer, { r }))._entities).toEqual([{ viewerReacted: true, users: [{ id: ada }] }])
  expect(await take(ben, messageId, '👍')).toMatchObject({ reactions: [{ emoji: '🎉' }, { emoji: '👍', count: 1 }] })
  const told = { type: 'ReactionChanged', message: { id: messageId, version: 6 } }
  expect(await eventsOf(id)).toMatchObject([
    { ...told, userId: ben, emoji: '👍', added: true },
    { ...told, userId: cleo, emoji: '🎉', added: true },
    { ...told, userId: ada, emoji: '👍', added: true },
    { ...told, userId: ben, emoji: '👍', added: false, seq: 6 },
  ])
})

test('a reaction that is repeated, or written in other code points, is one event', async () => {
  const [ada = '', ben = ''] = people('ada', 'ben')
  const id = await openDirect(chat, ada, ben)
  const { id: messageId } = await say(chat, ada, id, 'said')
  await take(ada, messageId, '❤️')
  const written = ['\u2764', '\u2764\uFE0F', '\u2764\uFE0E']
  await Promise.all(written.map((emoji) => add(ada, messageId, emoji)))
  expect(await reactionsTo(ada, messageId)).toMatchObject([{ emoji: '\u2764\uFE0F', count: 1 }])
  expect(await eventsOf(id)).toHaveLength(1)
  await Promise.all(written.map((emoji) => take(ada, messageId, emoji)))
  expect(await reactionsTo(ada, messageId)).toEqual([])
  expect(await eventsOf(id)).toHaveLength(2)
})

test('there are at most twenty different emoji, and each is one', async () => {
  const [ada = '', ben = '', eve = ''] = people('ada', 'ben', 'eve')
  const id = await openDirect(chat, ada, ben)
  const { id: messageId } = await say(chat, ada, id, 'said')
  const emoji = Array.from({ length: 21 }, (_, index) => String.fromCodePoint(0x1f600 + index))
  for (const each of emoji.slice(0, 20)) await add(ada, messageId, each)
  const codeOf = async (who: string, one: string, of = messageId) => {
    const { errors } = await chat.ask(who, ADD, { id: of, emoji: one })
    return errors?.[0]?.extensions
  }
  const refused = { code: 'BAD_USER_INPUT', issues: [{ path: ['emoji'] }] }
  expect(await codeOf(ben, emoji[20] ?? '')).toMatchObject(refused)
  expect(await add(ben, messageId, emoji[0] ?? '')).toMatchObject({ reactions: { length: 20 } })
  for (const none of ['', 'a', '👍👍', ':+1:']) expect(await codeOf(ben, none)).toMatchObject(refused)
  expect(await codeOf(eve, '👍')).toMatchObject({ code: 'NOT_FOUND' })
  expect(await codeOf(ada, '👍', 'none')).toMatchObject({ code: 'NOT_FOUND' })
  await chat.get(ada, 'mutation ($id: ID!) { deleteMessage(id: $id) { id } }', { id: messageId })
  expect(await codeOf(ada, emoji[0] ?? '')).toMatchObject({ code: 'CONFLICT' })
  expect(await reactionsTo(ada, messageId)).toEqual([])
})

test('a reaction leaves the text as it is, and an edit the reactions', async () => {
  const [ada = '', ben = ''] = people('ada', 'ben')
  const id = await openDirect(chat, ada, ben)
  const { id: messageId } = await say(chat, ada, id, 'said')
  await add(ben, messageId, '👍')
  const edit = `mutation ($id: ID!) {
    editMessage(id: $id, text: "edited") { text version editedAt reactions { emoji } }
  }`
  const { editMessage } = await chat.get(ada, edit, { id: messageId })
  expect(editMessage).toMatchObject({ text: 'edited', version: 4, reactions: [{ emoji: '👍' }] })
  await take(ben, messageId, '👍')
  const { message } = await chat.get(ben, 'query ($id: ID!) { message(id: $id) { text version } }', { id: messageId })
  expect(message).toEqual({ text: 'edited', version: 5 })
})

test('who left learns of no reaction that came after, and keeps the text', async () => {
  const [ada = '', ben = ''] = people('ada', 'ben')
  const id = await createGroup(chat, ada, [ben])
  const { id: messageId } = await say(chat, ada, id, 'said')
  await removeMember(chat, ada, id, ben)
  await add(ada, messageId, '👍')
  expect(await eventsOf(id, 1)).toMatchObject([
    { type: 'MessageSent', message: { text: 'said', version: 2, reactions: [] } },
    { type: 'MembersChanged' },
    { type: 'ReactionChanged', message: { text: 'said', version: 4, reactions: [{ emoji: '👍', count: 1 }] } },
  ])
  const refer = `query ($r: [_Any!]!) { _entities(representations: $r) {
    ... on Message { text version reactions { emoji } } ... on Reaction { count viewerReacted }
  } }`
  const r = [
    { __typename: 'Message', id: messageId },
    { __typename: 'Reaction', id: `${messageId}:👍` },
  ]
  expect((await chat.get(ben, refer, { r }))._entities).toEqual([{ text: 'said', version: 2, reactions: [] }, null])
})
