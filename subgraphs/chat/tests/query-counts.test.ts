import { missedPlacesRoute } from '@colloquy/schema/event-log'
import mongoose from 'mongoose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from './support/deadline.ts'
import { png, upload } from './support/files.ts'
import { createGroup, openDirect, people, say } from './support/talk.ts'
import { surroundings } from './support/test-chat.ts'
import type { Surroundings, TestChat } from './support/test-chat.ts'

let around: Surroundings
let chat: TestChat
const commands: string[] = []
/** How many memberships each read may find at most. */
const memberReads: (number | undefined)[] = []
/** Which data reads want to see. */
const readLevels = new Set<unknown>()
beforeAll(async () => {
  around = await surroundings()
  chat = await around.start()
  const client = mongoose.connections.at(-1)?.getClient()
  client?.on('commandStarted', ({ commandName, command }) => {
    const sent = `${commandName} ${command[commandName]}`
    if (/^(find|aggregate)/.test(sent)) readLevels.add(command.readConcern?.level)
    // What the sweep looks for, and what is marked as done once it is published, goes on beside answers.
    const isBesides = sent === 'update events' || JSON.stringify(command.filter ?? {}).includes('SinceMs')
    if (sent === 'find memberships') memberReads.push(command.limit)
    if (/^(find|aggregate|insert|update)/.test(sent) && !isBesides) commands.push(sent)
  })
})
afterAll(async () => {
  await chat[Symbol.asyncDispose]()
  await around[Symbol.asyncDispose]()
})

/** The commands that MongoDB gets for an answer. */
async function counted(viewer: string, query: string, variables: object): Promise<string[]> {
  commands.length = 0
  memberReads.length = 0
  const data = await chat.get(viewer, query, variables)
  expect(data).toBeTruthy()
  return commands.toSorted()
}

test('a page of messages costs the same whatever its size', async () => {
  const [ada = '', ben = ''] = people('ada', 'ben')
  const id = await openDirect(chat, ada, ben)
  let replyToId: string | null = null
  for (let number = 0; number < 50; number++) {
    const attachmentIds = number % 10 === 0 ? [await upload(chat, ada, png(8, 8))] : []
    replyToId = (
      await say(chat, number % 2 ? ben : ada, id, 'x', { replyToId, attachmentIds: number % 2 ? [] : attachmentIds })
    ).id
  }
  const query = `query ($id: ID!, $last: Int) {
    conversation(id: $id) { messages(last: $last) { edges { node {
      text sender { id } quote { text sender { id } } attachments { url image { url width } }
      conversation { id title viewer { unreadCount } }
    } } } }
  }`
  const few = await counted(ada, query, { id, last: 20 })
  const many = await counted(ada, query, { id, last: 50 })
  expect(many).toEqual(few)
  // The page, and the messages that it quotes as they stand.
  expect(many).toEqual(['find attachments', 'find conversations', 'find memberships', 'find messages', 'find messages'])
})

test('a page of conversations costs the same whatever its size', async () => {
  const [ada = '', ...others] = people('ada', ...Array.from({ length: 12 }, (_, index) => `friend${index}`))
  for (const [index, other] of others.entries()) {
    const id = index % 2 ? await openDirect(chat, ada, other) : await createGroup(chat, ada, [other])
    await say(chat, other, id, 'hello')
  }
  const query = `query ($first: Int) {
    conversations(first: $first) { edges { node {
      title viewer { unreadCount role } lastMessage { text sender { id } }
    } } }
  }`
  const few = await counted(ada, query, { first: 2 })
  const many = await counted(ada, query, { first: 12 })
  expect(many).toEqual(few)
  expect(many).toEqual(['find conversations', 'find memberships', 'find memberships', 'find messages'])
})

test('of the members of each conversation no more are read than are shown, and whether there are others', async () => {
  const [ada = '', ...others] = people('ada', ...Array.from({ length: 9 }, (_, index) => `friend${index}`))
  for (let group = 0; group < 3; group++) await createGroup(chat, ada, others)
  const query = `{ conversations(first: 3) { edges { node { members(first: 5) {
    totalCount pageInfo { hasNextPage } edges { node { user { id } } }
  } } } } }`
  await counted(ada, query, {})
  expect(memberReads.splice(0).filter((limit) => limit !== undefined)).toEqual([6, 6, 6])
})

test('a page that is asked for again further down is read once', async () => {
  const [ada = '', ben = ''] = people('ada', 'ben')
  const id = await openDirect(chat, ada, ben)
  for (let number = 0; number < 10; number++) await say(chat, ada, id, 'x')
  const page = (below: string) => `messages(first: 10) { edges { node { seq conversation { ${below} } } } }`
  const members = 'members(first: 2) { edges { node { user { id } } } }'
  const query = `query ($id: ID!) { conversation(id: $id) { ${page(page(`${members} ${page('id')}`))} } }`
  expect(await counted(ada, query, { id })).toEqual([
    'find conversations',
    'find memberships',
    'find memberships',
    'find messages',
  ])
})

test('entities asked for together are read together', async () => {
  const [ada = '', ben = ''] = people('ada', 'ben')
  const id = await openDirect(chat, ada, ben)
  const representations = []
  for (let number = 0; number < 10; number++) {
    representations.push({ __typename: 'Message', id: (await say(chat, ada, id, 'x')).id })
  }
  const query =
    'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Message { text } } }'
  expect(await counted(ben, query, { representations })).toEqual(['find memberships', 'find messages'])
})

test('a message costs what it must', async () => {
  const [ada = '', ben = ''] = people('ada', 'ben')
  const id = await openDirect(chat, ada, ben)
  const query = 'mutation ($input: SendMessageInput!) { sendMessage(input: $input) { id seq } }'
  // Who the two of a direct conversation are is read once.
  await say(chat, ada, id, 'first')
  const input = { conversationId: id, clientId: '1', text: 'hi' }
  const sent = await counted(ada, query, { input })
  // The membership; the commit; what follows from it; and the message as it stands, to be published.
  expect(sent).toEqual([
    'find memberships',
    'find messages',
    'insert events',
    'update conversations',
    'update memberships',
    'update messages',
  ])
})

test('reads are of what a majority has', () => {
  expect([...readLevels]).toEqual(['majority'])
})

/** Index keys and documents that MongoDB has looked at so far, for all clients. */
async function examined(): Promise<{ keys: number; documents: number }> {
  const status = await mongoose.connections.at(-1)?.db?.admin().serverStatus()
  if (!status) throw new Error('There is no connection to MongoDB.')
  const { scanned, scannedObjects } = status.metrics.queryExecutor
  return { keys: scanned, documents: scannedObjects }
}

test('who resumes without positions reads what was missed and little more', async () => {
  const [ada = '', ben = ''] = people('ada', 'ben')
  const quiet = await openDirect(chat, ada, ben)
  const busy = await createGroup(chat, ada, [ben])
  for (const id of [quiet, busy]) for (let number = 0; number < 100; number++) await say(chat, ada, id, 'long ago')
  const sinceMs = Date.now()
  for (let number = 0; number < 5; number++) await say(chat, ada, busy, 'missed')
  // What is published and marked as done goes on beside the answers.
  await eventually('all to be done', async () => (await pendingIn(busy)) === 0)

  const before = await examined()
  const { body } = await chat.log(missedPlacesRoute, { userId: ben, sinceMs, seen: [] })
  const after = await examined()
  expect(body.places).toHaveLength(5)
  // Five events with their messages, two memberships, two conversations; the sweep may come by meanwhile.
  expect(after.keys - before.keys).toBeLessThan(30)
  expect(after.documents - before.documents).toBeLessThan(30)
})

async function pendingIn(conversationId: string): Promise<number | undefined> {
  const events = mongoose.connections.at(-1)?.db?.collection('events')
  return events?.countDocuments({ conversationId, pendingSinceMs: { $exists: true } })
}
