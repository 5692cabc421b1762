import { readFile } from 'node:fs/promises'
import { conversationTopic, userTopic } from '@colloquy/schema/topics'
import { readSubgraphSdl } from '@colloquy/schema/subgraph-sdl'
import { buildSchema, findBreakingChanges } from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { firstAnswers, firstConversationTopicEvent, firstUserTopicEvent } from './fixtures/first-release/payloads.ts'
import { eventually } from './support/deadline.ts'
import { png, upload } from './support/files.ts'
import { listen } from './support/published.ts'
import { createGroup, people, say } from './support/talk.ts'
import { surroundings } from './support/test-chat.ts'
import type { Surroundings, TestChat } from './support/test-chat.ts'

/** Gateways of the first release run beside this chat while it is being rolled out, and must lose nothing. */
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

const ADD = 'mutation ($id: ID!, $ids: [ID!]!) { addMembers(conversationId: $id, userIds: $ids) { id } }'
const LEAVE = 'mutation ($id: ID!) { leaveConversation(conversationId: $id) }'
const READ = 'mutation ($id: ID!, $seq: Int!) { markRead(conversationId: $id, seq: $seq) { id } }'
const TYPE = 'mutation ($id: ID!) { setTyping(conversationId: $id, typing: true) }'

test('whatever is published and answered is what they can read', async () => {
  const [ada = '', ben = '', cleo = ''] = people('ada', 'ben', 'cleo')
  const sinceMs = Date.now()
  const id = await createGroup(chat, ada, [ben])
  await using live = await listen(conversationTopic(id), (payload) => firstConversationTopicEvent.parse(payload))
  await using toCleo = await listen(userTopic(cleo), (payload) => firstUserTopicEvent.parse(payload))
  const first = await say(chat, ada, id, 'one', { attachmentIds: [await upload(chat, ada, png(8, 8))] })
  await say(chat, ben, id, 'two', { replyToId: first.id })
  await chat.get(ada, ADD, { id, ids: [cleo] })
  await chat.get(cleo, TYPE, { id })
  await chat.get(ada, READ, { id, seq: 4 })
  await chat.get(cleo, LEAVE, { id })
  await say(chat, ada, id, 'three')

  const durable = () => live.events.filter((event) => 'seq' in event)
  await eventually('all to be published', () => durable().length === 5 && live.events.length >= 7)
  await eventually('the memberships', () => toCleo.events.length === 2)
  expect(durable()).toMatchObject([
    { seq: 2, message: { text: 'one', attachments: [{ fileName: 'file' }], quote: null } },
    { seq: 3, message: { text: 'two', quote: { messageId: first.id, text: 'one' } } },
    { seq: 4, joinedIds: [cleo] },
    { seq: 5, leftIds: [cleo] },
    { seq: 6, message: { text: 'three' } },
  ])

  const ask = async (route: keyof typeof firstAnswers, body: object) =>
    (await chat.log({ path: `/event-log/${route}` }, body)).body
  const { events } = firstAnswers.events.parse(await ask('events', { conversationId: id, afterSeq: 1 }))
  expect(events).toEqual(durable())
  const missed = firstAnswers.missed.parse(
    await ask('missed', { userId: ben, sinceMs, seen: [{ conversationId: id, seq: 1 }] }),
  )
  expect(missed).toEqual({ expired: false, events })
  const { memberships } = firstAnswers.memberships.parse(await ask('memberships', { userId: ben }))
  expect(memberships).toEqual([{ conversationId: id, joinedSeq: 1, headSeq: 6 }])
  expect(firstAnswers.heads.parse(await ask('heads', { conversationIds: [id] })).heads).toHaveLength(1)
})

test('whatever they ask is still to be had', async () => {
  const schemaOf = (sdl: string) => buildSchema(sdl, { assumeValid: true, assumeValidSDL: true })
  const then = await readFile(new URL('fixtures/first-release/chat.graphql', import.meta.url), 'utf8')
  const now = await readSubgraphSdl(new URL('../src/', import.meta.url))
  expect(findBreakingChanges(schemaOf(then), schemaOf(now))).toEqual([])
})
