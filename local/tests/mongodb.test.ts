import mongoose from 'mongoose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { failureCode, failureOf, openMongodb, type Database, type Mongodb } from './mongodb-fixture.ts'

const { Binary, Decimal128, Double, Int32, Long, ObjectId, UUID } = mongoose.mongo

type Id = number | InstanceType<typeof ObjectId>
type Loose = mongoose.mongo.Document & { _id: Id }

let mongodb: Mongodb
let db: Database

beforeAll(async () => {
  mongodb = await openMongodb()
})
afterAll(() => mongodb[Symbol.asyncDispose]())
beforeEach(() => {
  db = mongodb.database()
})

const things = (): ReturnType<typeof db.collection<Loose>> => db.collection<Loose>('things')

/** The _ids that a filter finds, in the order of _id. */
const idsOf = async (filter: object): Promise<unknown[]> => {
  const found = await things().find(filter).sort({ _id: 1 }).toArray()
  return found.map(({ _id }) => _id)
}

const insert = (...documents: mongoose.mongo.Document[]): Promise<unknown> =>
  db.collection('things').insertMany(documents)

describe('queries', () => {
  it('compare numbers across types, and other types only with their own', async () => {
    await insert(
      { _id: 1, v: 5 },
      { _id: 2, v: new Double(5.5) },
      { _id: 3, v: Long.fromNumber(6) },
      { _id: 4, v: Decimal128.fromString('6.5') },
      { _id: 5, v: '6' },
      { _id: 6, v: null },
      { _id: 7 },
      { _id: 8, v: new Date(6) },
      { _id: 9, v: Number.NaN },
    )
    expect(await idsOf({ v: { $gt: 5 } })).toEqual([2, 3, 4])
    expect(await idsOf({ v: { $lte: new Double(6) } })).toEqual([1, 2, 3])
    expect(await idsOf({ v: 6 })).toEqual([3])
    expect(await idsOf({ v: Decimal128.fromString('5.50') })).toEqual([2])
    expect(await idsOf({ v: { $gte: '5' } })).toEqual([5])
    expect(await idsOf({ v: { $lt: new Date(7) } })).toEqual([8])
    expect(await idsOf({ v: null })).toEqual([6, 7])
    expect(await idsOf({ v: { $gte: null } })).toEqual([6, 7])
    expect(await idsOf({ v: { $ne: null } })).toEqual([1, 2, 3, 4, 5, 8, 9])
    expect(await idsOf({ v: { $exists: false } })).toEqual([7])
    expect(await idsOf({ v: Number.NaN })).toEqual([9])
    expect(await idsOf({ v: { $in: [5, '6', null] } })).toEqual([1, 5, 6, 7])
    expect(await idsOf({ v: { $nin: [5, '6', null] } })).toEqual([2, 3, 4, 8, 9])
    expect(await idsOf({ v: { $type: 'number' } })).toEqual([1, 2, 3, 4, 9])
    expect(await idsOf({ v: { $type: ['double', 'long'] } })).toEqual([2, 3, 9])
    expect(await idsOf({ v: { $not: { $gt: 5 } } })).toEqual([1, 5, 6, 7, 8, 9])
  })

  it('compare ObjectIds, binaries, dates and documents by value', async () => {
    const [a, b] = [new ObjectId('65f000000000000000000001'), new ObjectId('65f000000000000000000002')]
    const uuid = new UUID('0f8fad5b-d9cb-469f-a165-70867728950e')
    await insert(
      { _id: 1, v: a },
      { _id: 2, v: b },
      { _id: 3, v: new Binary(Buffer.from([1, 2])) },
      { _id: 4, v: new Binary(Buffer.from([255])) },
      { _id: 5, v: uuid },
      { _id: 6, v: { x: 1, y: 2 } },
      { _id: 7, v: { y: 2, x: 1 } },
    )
    expect(await idsOf({ v: { $gt: a } })).toEqual([2])
    expect(await idsOf({ v: uuid })).toEqual([5])
    expect(await idsOf({ v: { $gt: new Binary(Buffer.from([255])) } })).toEqual([3, 5])
    expect(await idsOf({ v: { x: 1, y: 2 } })).toEqual([6])
    expect(await idsOf({ 'v.x': 1 })).toEqual([6, 7])
  })

  it('look into arrays', async () => {
    await insert(
      { _id: 1, v: [1, 5] },
      { _id: 2, v: [] },
      { _id: 3, v: [{ a: 1, b: 2 }, { a: 3 }] },
      { _id: 4, v: 'x' },
      { _id: 5, v: ['x', ['x']] },
      { _id: 6, v: [null] },
    )
    expect(await idsOf({ v: 5 })).toEqual([1])
    expect(await idsOf({ v: { $gt: 4, $lt: 2 } })).toEqual([1])
    expect(await idsOf({ v: { $elemMatch: { $gt: 1, $lt: 5 } } })).toEqual([])
    expect(await idsOf({ v: [1, 5] })).toEqual([1])
    expect(await idsOf({ v: { $size: 2 } })).toEqual([1, 3, 5])
    expect(await idsOf({ 'v.a': 3 })).toEqual([3])
    expect(await idsOf({ 'v.1': 5 })).toEqual([1])
    expect(await idsOf({ v: { $elemMatch: { a: 1, b: 2 } } })).toEqual([3])
    expect(await idsOf({ v: { $elemMatch: { a: 3, b: 2 } } })).toEqual([])
    expect(await idsOf({ v: { $all: [1, 5] } })).toEqual([1])
    expect(await idsOf({ v: 'x' })).toEqual([4, 5])
    expect(await idsOf({ v: ['x'] })).toEqual([5])
    expect(await idsOf({ v: null })).toEqual([6])
    expect(await idsOf({ v: { $ne: 'x' } })).toEqual([1, 2, 3, 6])
    expect(await idsOf({ v: { $type: 'array' } })).toEqual([1, 2, 3, 5, 6])
    expect(await idsOf({ 'v.b': { $exists: true } })).toEqual([3])
  })

  it('combine conditions', async () => {
    await insert({ _id: 1, a: 1, b: 1 }, { _id: 2, a: 1, b: 2 }, { _id: 3, a: 2, b: 2 }, { _id: 4, name: 'Ann' })
    expect(await idsOf({ $or: [{ a: 2 }, { b: 1 }] })).toEqual([1, 3])
    expect(await idsOf({ $nor: [{ a: 2 }, { b: 1 }] })).toEqual([2, 4])
    expect(await idsOf({ $and: [{ a: 1 }, { b: { $gt: 1 } }] })).toEqual([2])
    expect(await idsOf({ $expr: { $eq: ['$a', '$b'] } })).toEqual([1, 3, 4])
    expect(await idsOf({ name: /^a/i })).toEqual([4])
    expect(await idsOf({ name: { $regex: 'N$', $options: 'i' } })).toEqual([4])
    expect(await idsOf({ name: { $in: [/^A/, 'Bob'] } })).toEqual([4])
    expect(await idsOf({ a: { $mod: [2, 1] } })).toEqual([1, 2])
  })

  it('are refused when an operator is unknown or malformed', async () => {
    const codeOf = (filter: object): Promise<unknown> => failureCode(things().findOne(filter))
    expect(await codeOf({ a: { $near: 1 } })).toBe(2)
    expect(await codeOf({ $where: 'true' })).toBeTypeOf('number')
    expect(await codeOf({ $nonsense: [] })).toBe(2)
    expect(await codeOf({ a: { $in: 1 } })).toBe(2)
    expect(await codeOf({ $or: [] })).toBe(2)
    expect(await codeOf({ a: { $regex: '(' } })).toBe(51091)
  })
})

describe('find', () => {
  beforeEach(async () => {
    await insert(
      ...Array.from({ length: 250 }, (_, i) => ({ _id: i, group: i % 3, deep: { n: i, m: -i }, list: [i, i + 1] })),
    )
  })

  it('sorts, skips and limits', async () => {
    const page = await things().find().sort({ group: -1, _id: 1 }).skip(2).limit(3).toArray()
    expect(page.map(({ _id }) => _id)).toEqual([8, 11, 14])
    const one = await things().findOne({}, { sort: { 'deep.m': 1 } })
    expect(one?._id).toBe(249)
  })

  it('reads through a cursor in batches, and closes one that is left', async () => {
    const collection = things()
    expect(await collection.find().batchSize(7).toArray()).toHaveLength(250)
    expect(await collection.find().toArray()).toHaveLength(250)
    const cursor = collection.find().batchSize(2)
    await cursor.next()
    const id = cursor.id
    await cursor.close()
    const error = await failureOf(db.command({ getMore: id, collection: 'things' }))
    expect(error).toMatchObject({ code: 43, codeName: 'CursorNotFound' })
  })

  it('shows the fields that are asked for', async () => {
    const shown = (projection: object, filter: object = { _id: 5 }): Promise<unknown> =>
      things().findOne(filter, { projection })
    expect(await shown({ group: 1 })).toEqual({ _id: 5, group: 2 })
    expect(await shown({ 'deep.n': 1, _id: 0 })).toEqual({ deep: { n: 5 } })
    expect(await shown({ deep: { m: 1 }, _id: 0 })).toEqual({ deep: { m: -5 } })
    expect(await shown({ deep: 0, list: 0 })).toEqual({ _id: 5, group: 2 })
    expect(await shown({ 'deep.m': 0, list: 0 })).toEqual({ _id: 5, group: 2, deep: { n: 5 } })
    expect(await shown({ list: { $slice: -1 }, deep: 0 })).toEqual({ _id: 5, group: 2, list: [6] })
    expect(await shown({ list: { $elemMatch: { $gt: 5 } } })).toEqual({ _id: 5, list: [6] })
    expect(await shown({ 'list.$': 1 }, { _id: 5, list: 6 })).toEqual({ _id: 5, list: [6] })
    expect(await shown({ _id: 1 })).toEqual({ _id: 5 })
    expect(await failureOf(shown({ group: 1, list: 0 }))).toMatchObject({ code: 31254 })
  })

  it('counts and lists distinct values', async () => {
    const collection = things()
    expect(await collection.countDocuments({ group: 1 })).toBe(83)
    expect(await collection.countDocuments({ group: 1 }, { skip: 80, limit: 10 })).toBe(3)
    expect(await collection.countDocuments({ group: 9 })).toBe(0)
    expect(await collection.estimatedDocumentCount()).toBe(250)
    expect((await collection.distinct('group')).toSorted((a, b) => a - b)).toEqual([0, 1, 2])
    expect((await collection.distinct('list', { _id: { $lt: 2 } })).toSorted((a, b) => a - b)).toEqual([0, 1, 2])
  })

  it('gives up when its time is over', async () => {
    await insert(...Array.from({ length: 20_000 }, (_, i) => ({ _id: 1000 + i, text: 'x'.repeat(100) })))
    const error = await failureOf(things().find({ text: /y/ }).maxTimeMS(1).toArray())
    expect(error).toMatchObject({ code: 50 })
  })
})

describe('stored documents', () => {
  it('come back with their types', async () => {
    const document = {
      _id: new ObjectId(),
      int: new Int32(1),
      whole: new Double(2),
      half: new Double(2.5),
      long: Long.fromString('9223372036854775807'),
      decimal: Decimal128.fromString('1.10'),
      binary: new Binary(Buffer.from('x'), 4),
      date: new Date(5),
      nothing: null,
      list: [new Int32(1), new Double(1)],
    }
    await db.collection<{ _id: unknown }>('things').insertOne(document)
    await things().updateOne({ _id: document._id }, { $set: { touched: true } })
    const found = await things().findOne({}, { promoteValues: false })
    expect(found).toEqual({ ...document, touched: true })
  })

  it('get an _id that comes first, and keep their fields in order', async () => {
    await db.collection('things').insertOne({ b: 1, a: 2 }, { forceServerObjectId: true })
    const found = await things().findOne()
    expect(Object.keys(found ?? {})).toEqual(['_id', 'b', 'a'])
    expect(found?._id).toBeInstanceOf(ObjectId)
  })

  it('may be large, up to 16 MB', async () => {
    const text = 'x'.repeat(15 * 1024 * 1024)
    await insert({ _id: 1, text }, { _id: 2, text })
    const found = await things().find().toArray()
    expect(found.map(({ text }) => String(text).length)).toEqual([text.length, text.length])
    const error = await failureOf(things().updateOne({ _id: 1 }, { $set: { more: 'x'.repeat(2 * 1024 * 1024) } }))
    expect(error).toMatchObject({ code: expect.any(Number) })
  })
})

describe('writes', () => {
  it('report duplicates with their key, ordered and unordered', async () => {
    const documents = [{ _id: 1 }, { _id: 1 }, { _id: 2 }]
    const error = await failureOf(things().insertMany(documents))
    expect(error).toMatchObject({ code: 11000, result: { insertedCount: 1 } })
    expect(error).toMatchObject({
      message: `E11000 duplicate key error collection: ${db.databaseName}.things index: _id_ dup key: { _id: 1 }`,
    })
    expect(await db.command({ insert: 'things', documents: [{ _id: 1 }] })).toMatchObject({
      n: 0,
      writeErrors: [{ index: 0, code: 11000, keyPattern: { _id: 1 }, keyValue: { _id: 1 } }],
    })
    const unordered = [{ _id: 1 }, { _id: 2 }, { _id: 1 }, { _id: 3 }]
    const second = await failureOf(things().insertMany(unordered, { ordered: false }))
    expect(second).toMatchObject({ result: { insertedCount: 2 }, writeErrors: [{ index: 0 }, { index: 2 }] })
    expect(await idsOf({})).toEqual([1, 2, 3])
  })

  it('run as one bulk', async () => {
    await insert({ _id: 1, n: 1 }, { _id: 2, n: 1 })
    const result = await things().bulkWrite([
      { insertOne: { document: { _id: 3, n: 1 } } },
      { updateMany: { filter: { n: 1 }, update: { $inc: { n: 1 } } } },
      { updateOne: { filter: { _id: 4 }, update: { $set: { n: 9 } }, upsert: true } },
      { deleteOne: { filter: { _id: 1 } } },
    ])
    expect(result).toMatchObject({
      insertedCount: 1,
      modifiedCount: 3,
      upsertedCount: 1,
      upsertedIds: { 2: 4 },
      deletedCount: 1,
    })
  })

  it('delete one or many', async () => {
    await insert({ _id: 1, a: 1 }, { _id: 2, a: 1 }, { _id: 3, a: 1 }, { _id: 4 })
    expect(await things().deleteOne({ a: 1 })).toMatchObject({ deletedCount: 1 })
    expect(await things().deleteMany({ a: 1 })).toMatchObject({ deletedCount: 2 })
    expect(await idsOf({})).toEqual([4])
  })

  it('need no answer with w: 0, and are done in order all the same', async () => {
    await db.createCollection('things')
    await things().insertOne({ _id: 1 }, { writeConcern: { w: 0 } })
    await expect.poll(() => things().countDocuments()).toBe(1)
  })

  it('are atomic each: 50 increments at once are 50', async () => {
    await insert({ _id: 1, n: 0 })
    await Promise.all(Array.from({ length: 50 }, () => things().updateOne({ _id: 1 }, { $inc: { n: 1 } })))
    expect(await things().findOne()).toMatchObject({ n: 50 })
  })
})

describe('aggregate', () => {
  beforeEach(async () => {
    await insert(
      { _id: 1, room: 'a', author: 'x', n: 1, at: new Date(1) },
      { _id: 2, room: 'a', author: 'y', n: 5, at: new Date(3) },
      { _id: 3, room: 'b', author: 'x', n: 7, at: new Date(2) },
    )
    await db.collection('people').insertMany([
      { name: 'x', age: 30 },
      { name: 'y', age: 40 },
    ])
  })
  const aggregate = (...pipeline: object[]): Promise<unknown[]> => things().aggregate(pipeline).toArray()

  it('groups, sorts and limits', async () => {
    const groups = await aggregate(
      { $match: { n: { $gt: 0 } } },
      { $sort: { at: -1 } },
      {
        $group: {
          _id: '$room',
          count: { $sum: 1 },
          total: { $sum: '$n' },
          last: { $first: '$at' },
          all: { $push: '$author' },
        },
      },
      { $sort: { _id: 1 } },
    )
    expect(groups).toEqual([
      { _id: 'a', count: 2, total: 6, last: new Date(3), all: ['y', 'x'] },
      { _id: 'b', count: 1, total: 7, last: new Date(2), all: ['x'] },
    ])
    expect(await aggregate({ $sort: { n: -1 } }, { $limit: 1 }, { $project: { n: 1, _id: 0 } })).toEqual([{ n: 7 }])
  })

  it('groups by ObjectId and counts', async () => {
    const id = new ObjectId()
    await insert({ owner: id }, { owner: id })
    expect(await aggregate({ $match: { owner: id } }, { $group: { _id: '$owner', n: { $sum: 1 } } })).toEqual([
      { _id: id, n: 2 },
    ])
    expect(await aggregate({ $match: { owner: id } }, { $unset: 'x' }, { $count: 'n' })).toEqual([{ n: 2 }])
    expect(await aggregate({ $match: { owner: 0 } }, { $unset: 'x' }, { $count: 'n' })).toEqual([])
  })

  it('counts the bytes of texts', async () => {
    const id = new ObjectId()
    await insert({ owner: id, text: 'a€😀' }, { owner: id, text: '' })
    const lengths = await aggregate(
      { $match: { owner: id } },
      { $project: { _id: 0, bytes: { $strLenBytes: '$text' } } },
    )
    expect(lengths).toEqual([{ bytes: 8 }, { bytes: 0 }])
    expect(await failureOf(aggregate({ $project: { bytes: { $strLenBytes: '$owner' } } }))).toMatchObject({ code: 2 })
  })

  it('joins', async () => {
    const joined = await aggregate(
      { $match: { room: 'a' } },
      { $lookup: { from: 'people', localField: 'author', foreignField: 'name', as: 'who' } },
      { $unwind: '$who' },
      { $project: { _id: 0, age: '$who.age' } },
      { $sort: { age: 1 } },
    )
    expect(joined).toEqual([{ age: 30 }, { age: 40 }])
    const withPipeline = await aggregate(
      { $match: { _id: 1 } },
      {
        $lookup: {
          from: 'people',
          let: { author: '$author' },
          pipeline: [{ $match: { $expr: { $eq: ['$name', '$$author'] } } }, { $project: { _id: 0, age: 1 } }],
          as: 'who',
        },
      },
    )
    expect(withPipeline).toMatchObject([{ who: [{ age: 30 }] }])
  })

  it('does not change what is stored', async () => {
    await aggregate({ $addFields: { 'extra.deep': 1 } }, { $unwind: '$room' }, { $set: { n: 0 } })
    expect(await things().find({ n: 0 }).toArray()).toEqual([])
  })

  it('refuses stages and expressions that it does not know', async () => {
    expect(await failureOf(aggregate({ $nonsense: {} }))).toMatchObject({ code: 40324 })
    expect(await failureOf(aggregate({ $project: { a: { $nonsense: 1 } } }))).toMatchObject({
      code: expect.any(Number),
    })
  })
})

describe('the server', () => {
  it('refuses commands and options that it does not know', async () => {
    expect(await failureOf(db.command({ nonsense: 1 }))).toMatchObject({ code: 59, codeName: 'CommandNotFound' })
    expect(await failureOf(db.command({ find: 'things', nonsense: 1 }))).toMatchObject({ code: 40415 })
    expect(await failureOf(db.command({ find: 'things', filter: 1 }))).toMatchObject({ code: 14 })
    await insert({ a: 1 })
    expect(await failureOf(db.command({ find: 'things', hint: 'nonsense' }))).toMatchObject({ code: 2 })
  })

  it('refuses transactions rather than committing what may be aborted', async () => {
    const hello = await db.command({ hello: 1 })
    if ('setName' in hello) return
    const session = mongodb.client.startSession()
    session.startTransaction()
    const error = await failureOf(db.collection('things').insertOne({}, { session }))
    expect(error).toMatchObject({ originalError: { code: 20, codeName: 'IllegalOperation' } })
    await session.abortTransaction()
    await session.endSession()
    expect(await things().countDocuments()).toBe(0)
  })

  it('keeps collections apart, lists and drops them', async () => {
    await db.createCollection('empty')
    expect(await failureOf(db.createCollection('empty'))).toMatchObject({ code: 48 })
    await insert({ a: 1 })
    const names = async (): Promise<string[]> =>
      (await db.listCollections().toArray()).map(({ name }) => name).toSorted()
    expect(await names()).toEqual(['empty', 'things'])
    await things().drop()
    expect(await names()).toEqual(['empty'])
    expect(await things().countDocuments()).toBe(0)
    await db.dropDatabase()
    expect(await names()).toEqual([])
  })

  it('accepts concerns, comments and read preferences', async () => {
    await db.collection('things').insertOne({ a: 1 }, { writeConcern: { w: 'majority', j: true }, comment: 'why' })
    const found = await db
      .collection('things', { readConcern: { level: 'majority' }, readPreference: 'primaryPreferred' })
      .find({}, { comment: 'why', hint: { _id: 1 }, allowDiskUse: true })
      .toArray()
    expect(found).toHaveLength(1)
  })
})
