import mongoose from 'mongoose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { failureOf, openMongodb, type Database, type Mongodb, type Thing } from './mongodb-fixture.ts'

const { ObjectId } = mongoose.mongo

let mongodb: Mongodb
let db: Database

beforeAll(async () => {
  mongodb = await openMongodb()
})
afterAll(() => mongodb[Symbol.asyncDispose]())
beforeEach(() => {
  db = mongodb.database()
})

const things = (): ReturnType<typeof db.collection<Thing>> => db.collection<Thing>('things')

type Examined = { keys: number; documents: number; scans: number }

const objectId = (n: number): unknown => new ObjectId(n.toString(16).padStart(24, '0'))

/** How many keys and documents the server looked at while `read` ran, as it says itself. */
async function examined<T>(read: () => Promise<T>): Promise<Examined & { result: T }> {
  const before = await metrics()
  const result = await read()
  const after = await metrics()
  return {
    result,
    keys: after.keys - before.keys,
    documents: after.documents - before.documents,
    scans: after.scans - before.scans,
  }
}

async function metrics(): Promise<Examined> {
  const { metrics } = await mongodb.client.db('admin').command({ serverStatus: 1 })
  const { scanned, scannedObjects, collectionScans } = metrics.queryExecutor
  return { keys: Number(scanned), documents: Number(scannedObjects), scans: Number(collectionScans.total) }
}

describe('unique indexes', () => {
  it('refuse a second of the same values, on insert, update and upsert', async () => {
    await things().createIndex({ room: 1, seq: 1 }, { unique: true })
    await things().insertOne({ _id: 1, room: 'a', seq: 1 })
    const error = await failureOf(things().insertOne({ _id: 2, room: 'a', seq: 1 }))
    expect(error).toMatchObject({ code: 11000, keyPattern: { room: 1, seq: 1 }, keyValue: { room: 'a', seq: 1 } })
    expect(error).toMatchObject({
      message: `E11000 duplicate key error collection: ${db.databaseName}.things index: room_1_seq_1 dup key: { room: "a", seq: 1 }`,
    })
    await things().insertOne({ _id: 2, room: 'a', seq: 2 })
    expect(await failureOf(things().updateOne({ _id: 2 }, { $set: { seq: 1 } }))).toMatchObject({ code: 11000 })
    expect(
      await failureOf(things().updateOne({ _id: 3, room: 'a' }, { $set: { seq: 1 } }, { upsert: true })),
    ).toMatchObject({ code: 11000 })
    await things().updateOne({ _id: 1 }, { $set: { seq: 3 } })
    await things().insertOne({ _id: 3, room: 'a', seq: 1 })
    expect(await things().countDocuments()).toBe(3)
  })

  it('let one of 50 concurrent inserts through', async () => {
    await things().createIndex({ room: 1, seq: 1 }, { unique: true })
    const attempts = Array.from({ length: 50 }, (_, i) => things().insertOne({ _id: i, room: 'a', seq: 1 }))
    const outcomes = await Promise.allSettled(attempts)
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const codes = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason.code)
    expect(new Set(codes)).toEqual(new Set([11000]))
    expect(await things().countDocuments()).toBe(1)
  })

  it('count a missing field as null, unless they are sparse or partial', async () => {
    await things().createIndex({ a: 1 }, { unique: true })
    await things().createIndex({ b: 1 }, { unique: true, sparse: true })
    await things().createIndex({ c: 1 }, { unique: true, partialFilterExpression: { c: { $type: 'string' } } })
    await things().insertMany([
      { _id: 1, a: 1, c: 1 },
      { _id: 2, a: 2, c: 1 },
      { _id: 3, c: 'x' },
    ])
    expect(await failureOf(things().insertOne({ _id: 4 }))).toMatchObject({ code: 11000, keyPattern: { a: 1 } })
    expect(await failureOf(things().insertOne({ _id: 4, a: 4, c: 'x' }))).toMatchObject({
      code: 11000,
      keyPattern: { c: 1 },
    })
    await things().updateOne({ _id: 1 }, { $set: { b: 'x' } })
    expect(await failureOf(things().updateOne({ _id: 2 }, { $set: { b: 'x' } }))).toMatchObject({
      keyPattern: { b: 1 },
    })
    expect(await things().find({ b: null }).toArray()).toHaveLength(2)
    expect(await things().findOne({ c: 'x' })).toMatchObject({ _id: 3 })
    expect(await things().find({ c: 1 }).toArray()).toHaveLength(2)
  })

  it('cannot be made over duplicates', async () => {
    await things().insertMany([
      { _id: 1, a: 1 },
      { _id: 2, a: 1 },
    ])
    expect(await failureOf(things().createIndex({ a: 1 }, { unique: true }))).toMatchObject({ code: 11000 })
    expect(await things().listIndexes().toArray()).toHaveLength(1)
  })
})

describe('an index', () => {
  beforeEach(async () => {
    const documents = Array.from({ length: 1000 }, (_, i) => ({
      _id: i,
      room: `r${i % 10}`,
      seq: Math.floor(i / 10),
      name: `name-${String(i).padStart(4, '0')}`,
      owner: objectId(i),
      tags: [`t${i % 50}`, `u${i % 7}`],
    }))
    await things().insertMany(documents)
    await things().createIndexes([
      { key: { room: 1, seq: 1 }, unique: true },
      { key: { name: 1 } },
      { key: { owner: -1 } },
      { key: { tags: 1, seq: -1 } },
    ])
  })

  it('serves pages in both directions, reading what a page holds', async () => {
    const back = await examined(() =>
      things()
        .find({ room: 'r3', seq: { $lt: 50 } })
        .sort({ seq: -1 })
        .limit(10)
        .toArray(),
    )
    expect(back.result.map(({ seq }) => seq)).toEqual([49, 48, 47, 46, 45, 44, 43, 42, 41, 40])
    expect(back.documents).toBeLessThanOrEqual(11)
    const on = await examined(() =>
      things()
        .find({ room: 'r3', seq: { $gt: 49 } })
        .sort({ seq: 1 })
        .limit(10)
        .toArray(),
    )
    expect(on.result.map(({ seq }) => seq)).toEqual([50, 51, 52, 53, 54, 55, 56, 57, 58, 59])
    expect(on.documents).toBeLessThanOrEqual(11)
    const last = await examined(() => things().findOne({ room: 'r3' }, { sort: { seq: -1 } }))
    expect(last.result).toMatchObject({ seq: 99 })
    expect(last.documents).toBeLessThanOrEqual(2)
  })

  it('serves equality, $in, ranges and prefixes', async () => {
    const cases: [filter: object, expected: number, most: number][] = [
      [{ room: 'r1', seq: 5 }, 1, 1],
      [{ room: 'r1', seq: { $in: [5, 7, 200] } }, 2, 5],
      [{ room: { $in: ['r1', 'r2'] }, seq: { $gte: 98 } }, 4, 6],
      [{ name: /^name-000/ }, 10, 11],
      [{ name: { $gte: 'name-0990', $lt: 'name-0995' } }, 5, 6],
      [{ owner: objectId(7) }, 1, 1],
      [{ owner: { $gt: objectId(990) } }, 9, 10],
      [{ tags: 't3' }, 20, 20],
      [{ tags: { $all: ['t3', 'u3'] } }, 3, 20],
      [{ $or: [{ name: 'name-0001' }, { owner: objectId(2) }] }, 2, 2],
      [{ _id: { $in: [1, 2] } }, 2, 4],
    ]
    for (const [filter, expected, most] of cases) {
      const { result, documents, scans } = await examined(() => things().find(filter).toArray())
      const outcome = { filter, found: result.length, narrow: documents <= most, scans }
      expect(outcome).toEqual({ filter, found: expected, narrow: true, scans: 0 })
    }
  })

  it('merges the ranges of $in in the order that is asked for', async () => {
    const { result, documents } = await examined(() =>
      things()
        .find({ room: { $in: ['r1', 'r5', 'r9'] } })
        .sort({ seq: -1 })
        .limit(6)
        .toArray(),
    )
    expect(result.map(({ seq }) => seq)).toEqual([99, 99, 99, 98, 98, 98])
    expect(documents).toBeLessThanOrEqual(10)
    const tagged = await examined(() => things().find({ tags: 't3' }).sort({ seq: -1 }).limit(2).toArray())
    expect(tagged.result.map(({ seq }) => seq)).toEqual([95, 90])
    expect(tagged.documents).toBeLessThanOrEqual(3)
  })

  it('serves counts, updates, deletes, findOneAndUpdate and the start of a pipeline', async () => {
    const filter = { room: 'r4', seq: { $gte: 90 } }
    const count = await examined(() => things().countDocuments(filter))
    expect([count.result, count.documents <= 11]).toEqual([10, true])
    const one = { room: 'r4', seq: 91 }
    const writes = await examined(async () => {
      await things().updateOne(one, { $set: { x: 1 } })
      await things().findOneAndUpdate(one, { $set: { x: 2 } })
      await things().deleteOne({ room: 'r4', seq: 92 })
    })
    expect(writes.documents).toBeLessThanOrEqual(6)
    const grouped = await examined(() =>
      things()
        .aggregate([
          { $match: filter },
          { $sort: { seq: -1 } },
          { $limit: 3 },
          { $group: { _id: null, low: { $min: '$seq' } } },
        ])
        .toArray(),
    )
    expect(grouped.result).toEqual([{ _id: null, low: 97 }])
    expect(grouped.documents).toBeLessThanOrEqual(4)
  })

  it('follows updates and deletes', async () => {
    await things().updateOne({ _id: 1 }, { $set: { name: 'other', tags: ['new'] } })
    await things().deleteOne({ _id: 2 })
    expect(await things().countDocuments({ name: { $in: ['name-0001', 'name-0002'] } })).toBe(0)
    expect(await things().countDocuments({ tags: 't1' })).toBe(19)
    expect(await things().findOne({ tags: 'new' })).toMatchObject({ _id: 1, name: 'other' })
  })

  it('becomes an index on arrays in the middle of a command', async () => {
    await things().insertOne({ _id: 5000, room: 'x', seq: 1 })
    const { modifiedCount } = await things().bulkWrite([
      { updateOne: { filter: { _id: 5000 }, update: { $set: { seq: [5, 500] } } } },
      { updateMany: { filter: { room: 'x', seq: { $gt: 100, $lt: 50 } }, update: { $set: { found: true } } } },
    ])
    expect(modifiedCount).toBe(2)
    expect(await things().countDocuments({ room: 'x', seq: { $gt: 0 } })).toBe(1)
  })

  it('that holds a part of the documents serves the queries that want no others', async () => {
    await things().createIndex({ seq: 1 }, { partialFilterExpression: { room: 'r1' } })
    const inside = await examined(() => things().find({ room: 'r1', seq: 7 }).hint('seq_1').toArray())
    expect([inside.result.length, inside.documents]).toEqual([1, 1])
    expect(await things().find({ seq: 7 }).toArray()).toHaveLength(10)
  })

  it('that is dropped ends the cursors that walk it', async () => {
    const cursor = things()
      .find({ name: { $gte: '' } })
      .batchSize(5)
    await cursor.next()
    await things().dropIndex('name_1')
    expect(await failureOf(cursor.toArray())).toMatchObject({ code: 175 })
  })

  it('is not needed for the answer', async () => {
    const { result, scans } = await examined(() => things().find({ seq: 5 }).toArray())
    expect([result.length, scans]).toEqual([10, 1])
  })
})

describe('index administration', () => {
  it('creates once, lists and drops', async () => {
    expect(await things().createIndex({ a: 1, b: -1 }, { unique: true })).toBe('a_1_b_-1')
    expect(await things().createIndex({ a: 1, b: -1 }, { unique: true })).toBe('a_1_b_-1')
    expect(await things().listIndexes().toArray()).toMatchObject([
      { name: '_id_', key: { _id: 1 } },
      { name: 'a_1_b_-1', key: { a: 1, b: -1 }, unique: true },
    ])
    expect(await failureOf(things().createIndex({ c: 1 }, { name: 'a_1_b_-1' }))).toMatchObject({ code: 86 })
    expect(await failureOf(things().createIndex({ a: 1, b: -1 }, { name: 'other', unique: true }))).toMatchObject({
      code: 85,
    })
    await things().dropIndex('a_1_b_-1')
    expect(await failureOf(things().dropIndex('a_1_b_-1'))).toMatchObject({ code: 27 })
    expect(await failureOf(db.collection('none').listIndexes().toArray())).toMatchObject({ code: 26 })
    expect(await failureOf(things().dropIndex('_id_'))).toMatchObject({ code: 72 })
  })

  it('refuses a key over two arrays', async () => {
    await things().createIndex({ a: 1, b: 1 })
    expect(await failureOf(things().insertOne({ _id: 1, a: [1], b: [2] }))).toMatchObject({ code: 171 })
  })
})

describe('TTL indexes', () => {
  it('remove what has expired and keep the rest', { timeout: 120_000 }, async () => {
    await things().createIndex({ expiresAt: 1 }, { expireAfterSeconds: 0 })
    await things().insertMany([
      { _id: 1, expiresAt: new Date(Date.now() - 1000) },
      { _id: 2, expiresAt: new Date(Date.now() + 3_600_000) },
      { _id: 3, expiresAt: 'never' },
      { _id: 4 },
    ])
    const left = async (): Promise<unknown[]> =>
      (await things().find().sort({ _id: 1 }).toArray()).map(({ _id }) => _id)
    await expect.poll(left, { timeout: 90_000 }).toEqual([2, 3, 4])
  })
})

describe('every plan', () => {
  it('finds what a walk over all documents finds', async () => {
    const random = seededRandom(42)
    const pick = <T>(values: readonly [T, ...T[]]): T => values[Math.floor(random() * values.length)] ?? values[0]
    const scalar = (): unknown => pick([1, 2, 3, 2.5, 'a', 'ab', 'b', null, true, new Date(5)])
    const value = (): unknown =>
      pick([scalar, scalar, scalar, () => [scalar(), scalar()], () => [], () => ({ x: scalar() })])()
    const documents = Array.from({ length: 300 }, (_, i) => {
      const fields = ['a', 'b', 'c']
        .filter(() => random() < 0.85)
        .map((name) => [name, name === 'c' ? scalar() : value()])
      return { _id: i, ...Object.fromEntries(fields) }
    })
    await things().insertMany(documents.filter(({ a, b }) => !(Array.isArray(a) && Array.isArray(b))))
    const plain = db.collection<Thing>('plain')
    await plain.insertMany(await things().find().toArray())
    await things().createIndexes([
      { key: { a: 1, c: -1 } },
      { key: { b: -1, c: 1 } },
      { key: { c: 1 }, sparse: true },
      { key: { a: 1, b: 1 } },
      { key: { 'a.x': 1 } },
    ])

    const condition = (): unknown =>
      pick([
        () => scalar(),
        () => ({ $in: [scalar(), scalar(), scalar()] }),
        () => ({ $gt: scalar() }),
        () => ({ $gte: scalar(), $lt: scalar() }),
        () => ({ $lte: scalar() }),
        () => ({ $ne: scalar() }),
        () => ({ $exists: random() < 0.5 }),
        () => /^a/,
        () => ({ $elemMatch: { $gte: scalar() } }),
        () => ({ $not: { $gt: scalar() } }),
      ])()
    const conditions = (): object =>
      Object.fromEntries(['a', 'b', 'c', 'a.x'].filter(() => random() < 0.4).map((name) => [name, condition()]))
    for (let i = 0; i < 400; i++) {
      const filter = random() < 0.2 ? { $or: [conditions(), conditions()], ...conditions() } : conditions()
      const sort: Record<string, 1 | -1> = Object.fromEntries(
        ['a', 'b', 'c'].filter(() => random() < 0.3).map((name) => [name, pick([1, -1] as const)]),
      )
      const limit = pick([0, 0, 5])
      const ids = (
        collection: typeof plain,
        options: { sort: Record<string, 1 | -1>; limit?: number },
      ): Promise<number[]> =>
        collection
          .find(filter, options)
          .map(({ _id }) => _id)
          .toArray()
      const page = { sort: { ...sort, _id: 1 as const }, limit }
      const expected = await ids(plain, page)
      expect({ filter, page, found: await ids(things(), page) }).toEqual({ filter, page, found: expected })
      if (limit > 0) continue
      // Without the tie-break the index's own order is used: ties may come in any order, but each once.
      const found = (await ids(things(), { sort })).toSorted((a, b) => a - b)
      expect({ filter, sort, found }).toEqual({ filter, sort, found: expected.toSorted((a, b) => a - b) })
      expect(await things().countDocuments(filter)).toBe(expected.length)
    }
  })
})

/** mulberry32: the same numbers each run. */
function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}
