import { eventsAtRoute, membershipsRoute, missedPlacesRoute } from '@colloquy/schema/event-log'
import mongoose from 'mongoose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { png, upload } from './support/files.ts'
import { addMembers, createGroup, openDirect, people, say } from './support/talk.ts'
import { surroundings } from './support/test-chat.ts'
import type { Surroundings, TestChat } from './support/test-chat.ts'

let around: Surroundings
let chat: TestChat
const commands: string[] = []
/** How many memberships each read may find at most. */
const memberReads: (number | undefined)[] = []
const answer = z.looseObject({ cursor: z.looseObject({ firstBatch: z.array(z.unknown()) }) })
/** How many documents reads have found. */
let found = 0
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
    const isBesides = sent === 'update events' || /SinceMs|sweepAt/.test(JSON.stringify(command.filter ?? {}))
    if (sent === 'find memberships') memberReads.push(command.limit)
    if (/^(find|aggregate|insert|update)/.test(sent) && !isBesides) commands.push(sent)
  })
  client?.on('commandSucceeded', ({ commandName, reply }) => {
    if (/^(find|aggregate)$/.test(commandName)) found += answer.parse(reply).cursor.firstBatch.length
  })
})
afterAll(async () => {
  await chat[Symbol.asyncDispose]()
  await around[Symbol.asyncDispose]()
})

const REACT = 'mutation ($id: ID!) { addReaction(messageId: $id, emoji: "👍") { id } }'

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
    await chat.get(ada, REACT, { id: replyToId })
  }
  const query = `query ($id: ID!, $last: Int) {
    conversation(id: $id) { messages(last: $last) { edges { node {
      text sender { id } quote { text sender { id } } attachments { url image { url width } }
      reactions { emoji count viewerReacted users(first: 5) { id } }
      conversation { id title viewer { unreadCount } }
    } } } }
  }`
  const few = await counted(ada, query, { id, last: 20 })
  const many = await counted(ada, query, { id, last: 50 })
  expect(many).toEqual(few)
  // The page, and the messages that it quotes as they stand; how many have reacted, who, and whether the viewer has.
  const ofReactions = ['aggregate reactions', 'find reactions', 'find reactions']
  const ofMessages = ['find attachments', 'find conversations', 'find memberships', 'find messages', 'find messages']
  expect(many).toEqual([...ofReactions, ...ofMessages].toSorted())
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
  // The viewer's own, to list three conversations; then the members of each.
  expect(memberReads.splice(0).filter((limit) => limit !== undefined)).toEqual([4, 6, 6, 6])
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
  // The membership; the commit; what follows from it.
  expect(sent).toEqual([
    'find memberships',
    'insert events',
    'update conversations',
    'update memberships',
    'update messages',
  ])
})

test('messages that are sent at the same time share their writes', async () => {
  const [ada = '', ...friends] = people('ada', ...Array.from({ length: 20 }, (_, index) => `friend${index}`))
  const ids = await Promise.all(friends.map((friend) => openDirect(chat, ada, friend)))
  const sayAll = () => Promise.all(ids.map((id) => say(chat, ada, id, 'hello')))
  await sayAll()
  commands.length = 0
  await sayAll()
  const count = (command: string) => commands.filter((sent) => sent === command).length
  expect(count('insert events')).toBe(20)
  for (const name of ['messages', 'memberships', 'conversations']) expect(count(`update ${name}`)).toBeLessThan(20)
})

test('who looks for memberships alone has no conversations read', async () => {
  const [ada = '', ben = ''] = people('ada', 'ben')
  const id = await openDirect(chat, ada, ben)
  commands.length = 0
  const { body } = await chat.log(membershipsRoute, { userId: ada, heads: false })
  expect(body).toEqual({ memberships: [{ conversationId: id, joinedSeq: 1, headSeq: 0 }] })
  expect(commands).toEqual(['find memberships'])
})

test('reads are of what a majority has', () => {
  expect([...readLevels]).toEqual(['majority'])
})

/** How many documents are found for something, and how many MongoDB looks at to find them. */
async function readFor(run: () => Promise<unknown>): Promise<{ found: number; examined: number }> {
  const before = await examined()
  found = 0
  await run()
  return { found, examined: (await examined()) - before }
}

/** What it has looked at so far, for all clients: tests in other files use it too. */
async function examined(): Promise<number> {
  const status = await mongoose.connections.at(-1)?.db?.admin().serverStatus()
  if (!status) throw new Error('There is no connection to MongoDB.')
  return status.metrics.queryExecutor.scannedObjects
}

test('a page of conversations reads what it shows, however many there are', async () => {
  const [ada = '', ...friends] = people('ada', ...Array.from({ length: 60 }, (_, index) => `friend${index}`))
  const open = async (from: number, to: number) => {
    const own = friends.slice(from, to)
    const ids = await Promise.all(own.map((friend) => openDirect(chat, ada, friend)))
    // One after the other: of several that end a page at one instant more are looked at.
    for (const [index, friend] of own.entries()) await say(chat, friend, ids[index] ?? '', 'hello')
  }
  const query = `query ($after: String) { conversations(first: 5, after: $after) {
    pageInfo { endCursor } edges { node { viewer { unreadCount } lastMessage { text } } }
  } }`
  await open(0, 10)
  const ofTen = await readFor(() => chat.get(ada, query))
  // One more than is shown, to know whether there is another page: memberships and conversations; and the last messages.
  expect(ofTen.found).toBe(6 + 6 + 5)
  await open(10, 60)
  const ofMany = await readFor(() => chat.get(ada, query))
  expect(ofMany.found).toBe(ofTen.found)
  expect(ofMany.examined).toBeLessThan(60)

  let after: string | null = null
  for (let page = 0; page < 5; page++) after = (await chat.get(ada, query, { after })).conversations.pageInfo.endCursor
  const further = await readFor(() => chat.get(ada, query, { after }))
  expect(further.found).toBe(ofTen.found)
  expect(further.examined).toBeLessThan(60)
})

test('a page of members reads what it shows, however many there are', async () => {
  const [ada = '', ...others] = people('ada', ...Array.from({ length: 60 }, (_, index) => `friend${index}`))
  const query = `query ($id: ID!) { conversation(id: $id) { members(first: 5) {
    totalCount edges { node { user { id } role } }
  } } }`
  const id = await createGroup(chat, ada, others.slice(0, 10))
  const ofFew = await readFor(() => chat.get(ada, query, { id }))
  // The viewer's membership, the conversation, and of the members one more than is shown.
  expect(ofFew.found).toBe(1 + 1 + 6)
  await addMembers(chat, ada, id, others.slice(10))
  const ofMany = await readFor(() => chat.get(ada, query, { id }))
  expect(ofMany.found).toBe(ofFew.found)
  expect(ofMany.examined).toBeLessThan(60)
})

test('who resumes without positions reads what was missed, however much there is beside it', async () => {
  const [ada = '', ben = '', ...friends] = people('ada', 'ben', ...Array.from({ length: 20 }, (_, at) => `friend${at}`))
  const quiet = await openDirect(chat, ada, ben)
  const busy = await createGroup(chat, ada, [ben])
  await Promise.all(friends.map((friend) => openDirect(chat, ben, friend)))
  const longAgo = Array.from({ length: 40 }, (_, number) => say(chat, ada, number % 2 ? quiet : busy, 'long ago'))
  await Promise.all(longAgo)
  const sinceMs = Date.now()
  for (let number = 0; number < 5; number++) await say(chat, ada, busy, 'missed')

  const read = await readFor(async () => {
    const { body } = await chat.log(missedPlacesRoute, { userId: ben, sinceMs, seen: [] })
    expect(body.places).toHaveLength(5)
  })
  // Five events with the lengths of their messages, one membership, and its conversation.
  expect(read.found).toBe(5 + 5 + 1 + 1)
  expect(read.examined).toBeLessThan(40)
})

test('those who come back to the same have its texts measured once, for what they missed and for its pages', async () => {
  const [ada = '', ...others] = people('ada', ...Array.from({ length: 12 }, (_, at) => `friend${at}`))
  const id = await createGroup(chat, ada, others)
  const sinceMs = Date.now()
  for (let number = 0; number < 5; number++) await say(chat, ada, id, 'missed')
  commands.length = 0
  const measured = () => commands.filter((sent) => sent === 'aggregate messages').length
  const resume = async (userId: string) =>
    missedPlacesRoute.response.parse((await chat.log(missedPlacesRoute, { userId, sinceMs, seen: [] })).body)
  const [first, ...rest] = await Promise.all(others.map(resume))
  for (const other of rest) expect(other).toEqual(first)
  expect(measured()).toBe(1)

  const places = [2, 3, 4, 5, 6].map((seq) => ({ conversationId: id, seq }))
  const { body } = await chat.log(eventsAtRoute, { places })
  expect(body.events).toHaveLength(5)
  expect(measured()).toBe(1)
})
