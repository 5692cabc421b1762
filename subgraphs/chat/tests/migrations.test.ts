import { readFile } from 'node:fs/promises'
import { createLogger } from '@colloquy/platform/logger'
import { migrate } from '@colloquy/platform/migrations'
import type { Migration } from '@colloquy/platform/migrations'
import { connectMongodb } from '@colloquy/platform/mongodb'
import { eventsRoute } from '@colloquy/schema/event-log'
import mongoose from 'mongoose'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { MIGRATIONS } from '../src/migrations/migrations.ts'
import { eventually } from './support/deadline.ts'
import { publishedIn } from './support/published.ts'
import { say } from './support/talk.ts'
import { surroundings } from './support/test-chat.ts'
import type { Surroundings } from './support/test-chat.ts'

const logger = createLogger('test', 'silent')
const quick = { ownedMs: 200, lookAgainMs: 5 }
/** Longer than a step takes on a machine that is busy. */
const lasting = { ownedMs: 60_000, lookAgainMs: 5 }

let around: Surroundings
beforeEach(async () => {
  around = await surroundings()
})
afterEach(() => around[Symbol.asyncDispose]())

/** The database as the first release left it, with a message that was committed and not applied. */
async function asTheFirstReleaseLeftIt(): Promise<void> {
  await using mongodb = await connectMongodb(around.config.mongodbUrl)
  const text = await readFile(new URL('fixtures/first-release/documents.json', import.meta.url), 'utf8')
  const collections: Record<string, object[]> = mongoose.mongo.BSON.EJSON.parse(text)
  for (const [name, documents] of Object.entries(collections)) await mongodb.collection(name).insertMany(documents)
}

async function everything(): Promise<Record<string, unknown[]>> {
  await using mongodb = await connectMongodb(around.config.mongodbUrl)
  const names = ['conversations', 'memberships', 'messages', 'attachments', 'events']
  const found = names.map(async (name) => [name, await mongodb.collection(name).find().sort({ _id: 1 }).toArray()])
  return Object.fromEntries(await Promise.all(found))
}

const HISTORY = `query {
  conversations { edges { node {
    id kind title lastSeq memberCount viewer { unreadCount role lastReadSeq }
    messages { edges { node { text version clientId sender { id } quote { text sender { id } } attachments { fileName url } } } }
  } } }
}`

test('what the first release stored opens and works', async () => {
  await asTheFirstReleaseLeftIt()
  await using published = await publishedIn(DIRECT)
  await using chat = await around.start()
  await eventually('the last words', () => published.events.length > 0)
  expect(published.events).toMatchObject([
    { seq: 4, message: { text: 'Last words', version: 4, quote: { text: 'Hello **Ben** 📎' } } },
  ])

  const { conversations } = await chat.get('ben', HISTORY)
  expect(conversations.edges).toMatchObject([
    {
      node: {
        id: DIRECT,
        lastSeq: 4,
        viewer: { unreadCount: 1 },
        messages: {
          edges: [
            { node: { text: 'Hello **Ben** 📎', version: 2, quote: null, attachments: [{ fileName: 'file' }] } },
            { node: { text: 'Thank you', version: 3, quote: { text: 'Hello **Ben** 📎', sender: { id: 'ada' } } } },
            { node: { text: 'Last words', version: 4, quote: { text: 'Hello **Ben** 📎' } } },
          ],
        },
      },
    },
    {
      node: {
        kind: 'GROUP',
        title: 'Garden',
        lastSeq: 5,
        memberCount: 2,
        viewer: { role: 'OWNER' },
        messages: { edges: [{ node: { text: 'Who is here?' } }, { node: { text: 'I am' } }] },
      },
    },
  ])
  const log = await chat.log(eventsRoute, { conversationId: DIRECT, afterSeq: 0 })
  expect(eventsRoute.response.parse(log.body).events).toMatchObject([
    { type: 'MembersChanged', seq: 1 },
    { type: 'MessageSent', seq: 2, message: { attachments: [{ fileName: 'file' }] } },
    { type: 'MessageSent', seq: 3 },
    { type: 'MessageSent', seq: 4 },
  ])
  expect(await say(chat, 'ben', DIRECT, 'On we go', { clientId: 'second' })).toMatchObject({
    seq: 3,
    text: 'Thank you',
  })
  expect(await say(chat, 'ben', DIRECT, 'On we go')).toMatchObject({ seq: 5 })
  expect((await everything())['attachments']).toEqual([expect.objectContaining({ sweepAt: expect.any(Date) })])
  const memberships = z
    .array(z.looseObject({ leftAtMs: z.number().nullable() }))
    .parse((await everything())['memberships'])
  const told = memberships.filter(({ leftAtMs }) => leftAtMs === null)
  const times = { lastActivityAt: expect.any(Date), lastEventAtMs: expect.any(Number) }
  expect(told).toEqual(Array.from({ length: 4 }, () => expect.objectContaining(times)))
  const isDone = async () => !JSON.stringify((await everything())['events']).includes('pendingSinceMs')
  await eventually('all to be done', isDone)
  expect(JSON.stringify((await everything())['events'])).not.toMatch(/Hello|Thank|Last words|Who is|fileName|payload/)
})

test('processes that start at once change it once', async () => {
  await asTheFirstReleaseLeftIt()
  await using one = await connectMongodb(around.config.mongodbUrl)
  await using other = await connectMongodb(around.config.mongodbUrl)
  const ran: string[] = []
  const watched = MIGRATIONS.map(({ name, run }): Migration => ({
    name,
    run: (...parts) => {
      ran.push(name)
      return run(...parts)
    },
  }))
  await Promise.all([one, other, one, other].map((mongodb) => migrate(mongodb, watched, logger, lasting)))
  expect(ran).toEqual(MIGRATIONS.map(({ name }) => name))
  const after = await everything()
  await migrate(one, watched, logger, lasting)
  expect(ran).toHaveLength(MIGRATIONS.length)
  expect(await everything()).toEqual(after)
})

test('one that was cut short goes on where it was, in another process too, and may do a step again', async () => {
  await using mongodb = await connectMongodb(around.config.mongodbUrl)
  const began: (string | null)[] = []
  const cutShort: Migration = {
    name: 'count',
    async run(_, { from, done }) {
      began.push(from)
      if (from === null) {
        await done('10', 10)
        throw new Error('The process died.')
      }
      await done('20', 10)
    },
  }
  await expect(migrate(mongodb, [cutShort], logger, quick)).rejects.toThrow('died')
  await migrate(mongodb, [cutShort], logger, quick)
  expect(began).toEqual([null, '10'])

  // Done twice, each step leaves what it left the first time.
  await asTheFirstReleaseLeftIt()
  const database = mongodb.db
  if (!database) throw new Error('not connected')
  const steps = { from: null, done: async () => {} }
  for (const { run } of MIGRATIONS) await run(database, steps)
  const once = await everything()
  for (const { run } of MIGRATIONS) await run(database, steps)
  expect(await everything()).toEqual(once)
})

/** The conversation of Ada and Ben in the fixture. */
const DIRECT = 'e1f459b3-30c0-4f33-bfb2-7a9180197ea7'

test('of many that start at once, each migration is run by one, and none of them fails', async () => {
  await using mongodb = await connectMongodb(around.config.mongodbUrl)
  const runs: string[] = []
  const migrations = Array.from({ length: 10 }, (_, index): Migration => {
    const name = `000${index}-test`
    return { name, run: async () => void runs.push(name) }
  })
  await Promise.all(Array.from({ length: 20 }, () => migrate(mongodb, migrations, logger, lasting)))
  expect(runs).toEqual(migrations.map(({ name }) => name))
})
