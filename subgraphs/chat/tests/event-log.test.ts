import {
  EVENT_BYTES,
  eventsAtRoute,
  eventsRoute,
  headsRoute,
  MAX_CURSOR_AGE_MS,
  MAX_MISSED_EVENTS,
  MAX_PAGE_BYTES,
  membershipsRoute,
  missedPlacesRoute,
  missedRoute,
} from '@colloquy/schema/event-log'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { entryAfter } from '../src/events/entry.ts'
import type { NewEntry } from '../src/events/entry.ts'
import { openStores } from './support/stores.ts'
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

const ADD = 'mutation ($id: ID!, $ids: [ID!]!) { addMembers(conversationId: $id, userIds: $ids) { id } }'
const REMOVE = 'mutation ($id: ID!, $who: ID!) { removeMember(conversationId: $id, userId: $who) { id } }'

async function missed(userId: string, sinceMs: number, seen: { conversationId: string; seq: number }[] = []) {
  const { status, body } = await chat.log(missedPlacesRoute, { userId, sinceMs, seen })
  expect(status).toBe(200)
  return missedPlacesRoute.response.parse(body)
}
const seqsOf = (answer: Awaited<ReturnType<typeof missed>>) =>
  answer.expired ? 'expired' : answer.places.map(({ conversationId, seq }) => [conversationId, seq])

test('it answers services only, and only what was agreed', async () => {
  const body = { conversationIds: [] }
  expect((await chat.log(headsRoute, body)).status).toBe(200)
  expect((await chat.log(headsRoute, body, 'ada')).status).toBe(403)
  expect((await chat.log(headsRoute, body, null)).status).toBe(401)
  expect((await chat.log(headsRoute, { conversationIds: 'all' })).status).toBe(400)
  expect((await chat.log(eventsRoute, { conversationId: { $gt: '' }, afterSeq: 0 })).status).toBe(400)
})

test('it knows memberships and heads', async () => {
  const [ada = '', ben = ''] = people('ada', 'ben')
  const direct = await openDirect(chat, ada, ben)
  const group = await createGroup(chat, ada, [])
  await say(chat, ada, group, 'alone')
  await chat.get(ada, ADD, { id: group, ids: [ben] })
  const { body } = await chat.log(membershipsRoute, { userId: ben })
  expect(body.memberships).toHaveLength(2)
  expect(body.memberships).toEqual(
    expect.arrayContaining([
      { conversationId: direct, joinedSeq: 1, headSeq: 1 },
      { conversationId: group, joinedSeq: 3, headSeq: 3 },
    ]),
  )
  const one = await chat.log(membershipsRoute, { userId: ben, conversationId: group })
  expect(one.body.memberships).toEqual([{ conversationId: group, joinedSeq: 3, headSeq: 3 }])
  const none = await chat.log(membershipsRoute, { userId: 'eve', conversationId: group })
  expect(none.body.memberships).toEqual([])
  const heads = await chat.log(headsRoute, { conversationIds: [group, 'unknown'] })
  expect(heads.body).toEqual({ heads: [{ conversationId: group, headSeq: 3 }] })
})

test('it reads a conversation from any seq, page by page, and shows what is applied alone', async () => {
  const [ada = '', ben = ''] = people('ada', 'ben')
  const conversationId = await openDirect(chat, ada, ben)
  for (const text of ['one', 'two', 'three']) await say(chat, ada, conversationId, text)
  const seqs = async (range: object) => {
    const { body } = await chat.log(eventsRoute, { conversationId, ...range })
    const { events, headSeq } = eventsRoute.response.parse(body)
    return [events.map(({ seq }) => seq), headSeq]
  }
  expect(await seqs({ afterSeq: 0 })).toEqual([[1, 2, 3, 4], 4])
  expect(await seqs({ afterSeq: 1, limit: 2 })).toEqual([[2, 3], 4])
  expect(await seqs({ afterSeq: 1, upToSeq: 3 })).toEqual([[2, 3], 4])
  expect(await seqs({ afterSeq: 4 })).toEqual([[], 4])
  await using stores = await openStores(around.config)
  const draft = { type: 'MembersChanged' as const, joinedIds: [], leftIds: [], byId: null }
  // Young enough for the sweep to leave it alone, and committed by nobody that would apply it.
  await stores.events.insert([
    entryAfter(await stores.events.head(conversationId), conversationId, draft, Date.now() + 60_000),
  ])
  expect(await seqs({ afterSeq: 3 })).toEqual([[4], 4])
})

test('an answer ends where its bytes do, and the next goes on', async () => {
  const [ada = '', ben = ''] = people('ada', 'ben')
  const since = Date.now()
  const conversationId = await openDirect(chat, ada, ben)
  const text = '€'.repeat(10_000)
  const fitting = Math.floor(MAX_PAGE_BYTES / (EVENT_BYTES + Buffer.byteLength(text)))
  for (let number = 0; number <= fitting; number++) await say(chat, ada, conversationId, text)
  const last = fitting + 2
  const seqsFrom = async (afterSeq: number) => {
    const { body } = await chat.log(eventsRoute, { conversationId, afterSeq })
    return eventsRoute.response.parse(body).events.map(({ seq }) => seq)
  }
  const all = Array.from({ length: last - 1 }, (_, index) => index + 2)
  expect(await seqsFrom(1)).toEqual(all.slice(0, -1))
  expect(await seqsFrom(last - 1)).toEqual([last])

  const answer = await missed(ben, since, [{ conversationId, seq: 1 }])
  const places = answer.expired ? [] : answer.places.map(({ seq }) => ({ conversationId, seq }))
  const seqsAt = async (at: typeof places) => {
    const { body } = await chat.log(eventsAtRoute, { places: at })
    return eventsAtRoute.response.parse(body).events.map(({ seq }) => seq)
  }
  expect(await seqsAt(places)).toEqual(all.slice(0, -1))
  expect(await seqsAt(places.slice(-1))).toEqual([last])
  expect(await seqsAt(places.toReversed())).toEqual(all.slice(1).toReversed())
  expect(
    await seqsAt([
      { conversationId, seq: 3 },
      { conversationId, seq: last + 1 },
      { conversationId, seq: 2 },
    ]),
  ).toEqual([3])
})

test('what was missed is from joining to leaving, without what was seen', async () => {
  const [ada = '', ben = ''] = people('ada', 'ben')
  const since = Date.now()
  const group = await createGroup(chat, ada, [])
  await say(chat, ada, group, 'before Ben')
  await chat.get(ada, ADD, { id: group, ids: [ben] })
  await say(chat, ada, group, 'with Ben')
  await chat.get(ada, REMOVE, { id: group, who: ben })
  await say(chat, ada, group, 'after Ben')
  const direct = await openDirect(chat, ada, ben)
  await say(chat, ada, direct, 'hello')
  expect(seqsOf(await missed(ben, since))).toEqual([
    [group, 3],
    [group, 4],
    [group, 5],
    [direct, 1],
    [direct, 2],
  ])
  expect(
    seqsOf(
      await missed(ben, since, [
        { conversationId: group, seq: 4 },
        { conversationId: direct, seq: 2 },
      ]),
    ),
  ).toEqual([[group, 5]])
  expect(seqsOf(await missed(ben, Date.now() + 1_000))).toEqual([])
  expect(seqsOf(await missed('eve', since))).toEqual([])
})

test('a gateway that replays for who left gets nothing that came after, in any answer for them', async () => {
  const [ada = '', ben = '', cleo = ''] = people('ada', 'ben', 'cleo')
  const since = Date.now()
  const group = await createGroup(chat, ada, [ben, cleo])
  const edited = await say(chat, ada, group, 'one')
  await say(chat, ada, group, 'two')
  await chat.get(ben, 'mutation ($id: ID!) { leaveConversation(conversationId: $id) }', { id: group })
  await say(chat, ada, group, 'later words')
  const edit = 'mutation ($id: ID!) { editMessage(id: $id, text: "later words") { id } }'
  await chat.get(ada, edit, { id: edited.id })
  await chat.get(ada, REMOVE, { id: group, who: cleo })

  const answer = await missed(ben, since)
  expect(answer).toMatchObject({ places: [{ seq: 1 }, { seq: 2 }, { seq: 3 }, { seq: 4, membership: 'ended' }] })
  const places = answer.expired ? [] : answer.places.map(({ conversationId, seq }) => ({ conversationId, seq }))
  const pages = await chat.log(eventsAtRoute, { places })
  const atOnce = await chat.log(missedRoute, { userId: ben, sinceMs: since, seen: [] })
  for (const { body } of [pages, atOnce]) {
    const events = z.object({ events: eventsAtRoute.response.shape.events }).parse(body).events
    expect(events.map(({ type, seq }) => [type, seq])).toEqual([
      ['MembersChanged', 1],
      ['UnknownEvent', 2],
      ['MessageSent', 3],
      ['MembersChanged', 4],
    ])
    expect(JSON.stringify(events)).not.toContain('later words')
  }
  expect((await chat.log(membershipsRoute, { userId: ben, conversationId: group })).body.memberships).toEqual([])
  expect(seqsOf(await missed(ben, Date.now() + 1_000))).toEqual([])
})

test('too long ago or too much is refused rather than cut', async () => {
  const [ada = '', ben = ''] = people('ada', 'ben')
  const id = await openDirect(chat, ada, ben)
  expect(await missed(ada, Date.now() - MAX_CURSOR_AGE_MS - 60_000)).toEqual({ expired: true })
  await using stores = await openStores(around.config)
  const draft = { type: 'MembersChanged' as const, joinedIds: [], leftIds: [], byId: null }
  const entries: NewEntry[] = []
  for (let head = await stores.events.head(id); entries.length < MAX_MISSED_EVENTS; head = entries.at(-1) ?? head) {
    entries.push(entryAfter(head, id, draft, Date.now()))
  }
  await stores.events.insert(entries)
  await say(chat, ada, id, 'at last')
  expect(await missed(ben, 1)).toEqual({ expired: true })
  expect(await missed(ben, Date.now() - 3_600_000)).toEqual({ expired: true })
  const earlier = await chat.log(missedRoute, { userId: ben, sinceMs: 1, seen: [] })
  expect(missedRoute.response.parse(earlier.body)).toEqual({ expired: true })
  const seen = [{ conversationId: id, seq: 2 }]
  expect(seqsOf(await missed(ben, Date.now() - 3_600_000, seen))).toHaveLength(MAX_MISSED_EVENTS)
}, 60_000)
