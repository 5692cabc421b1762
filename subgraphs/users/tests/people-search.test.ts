import { createLogger } from '@colloquy/platform/logger'
import { migrate } from '@colloquy/platform/migrations'
import { connectMongodb } from '@colloquy/platform/mongodb'
import type { MongodbConnection } from '@colloquy/platform/mongodb'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { MIGRATIONS } from '../src/migrations/migrations.ts'
import { createProfileStore } from '../src/profiles/store.ts'

const CROWD = 3_000

let mongodb: MongodbConnection
beforeAll(async () => {
  mongodb = await connectMongodb(new URL(`/people-${crypto.randomUUID()}`, inject('infrastructure').mongodbUrl).href)
})
afterAll(() => mongodb[Symbol.asyncDispose]())

const account = (index: number, name: string) => ({
  email: `${index}@people.example`,
  username: `user_${index}`,
  name,
  bio: null,
  createdAt: new Date(),
})

/** How many documents the server has looked at since it started, for whomever. */
async function documentsRead(): Promise<number> {
  const { metrics } = await mongodb.getClient().db('admin').command({ serverStatus: 1 })
  return Number(metrics.queryExecutor.scannedObjects)
}

test('accounts of the first release are found, after a start that was cut short too, and by their index', async () => {
  const users = mongodb.collection('users')
  await users.createIndex({ searchWords: 1 })
  const former = Array.from({ length: CROWD }, (_, index) => ({
    ...account(index, index === 7 ? 'Zoë Brontë' : `Somebody ${index}`),
    searchWords: [`user_${index}`],
  }))
  await users.insertMany(former)
  await users.updateOne({ username: 'user_8' }, { $set: { searchTokens: ['user', '8'] }, $unset: { searchWords: 1 } })

  const logger = createLogger('test', 'silent')
  await Promise.all([1, 2].map(() => migrate(mongodb, MIGRATIONS, logger)))
  const store = await createProfileStore(mongodb)
  expect(await users.countDocuments({ searchWords: { $exists: true } })).toBe(0)
  expect((await users.indexes()).map(({ name }) => name)).not.toContain('searchWords_1')

  const before = await documentsRead()
  const found = await store.search(['bronte', 'zoe'], 20)
  expect(found.map(({ username }) => username)).toEqual(['user_7'])
  expect(await store.search(['nobody'], 20)).toEqual([])
  // Whoever else works with this server meanwhile reads less than a walk through all accounts would.
  expect((await documentsRead()) - before).toBeLessThan(CROWD / 2)
})

test('without its index a search fails rather than read all accounts', async () => {
  const store = await createProfileStore(mongodb)
  await store.insert(account(CROWD + 1, 'Ada'))
  await mongodb.collection('users').dropIndex('searchTokens_1')
  await expect(store.search(['ada'], 20)).rejects.toThrow('index')
  await createProfileStore(mongodb)
  expect(await store.search(['ada'], 20)).toHaveLength(1)
})
