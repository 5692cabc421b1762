import mongoose from 'mongoose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { failureCode, failureOf, openMongodb, type Database, type Mongodb, type Thing } from './mongodb-fixture.ts'

const { Double, Int32, Long, ObjectId } = mongoose.mongo

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

/** What an update makes of a document. */
async function updated(
  before: object,
  update: object,
  options: { arrayFilters?: object[]; filter?: object } = {},
): Promise<unknown> {
  await things().deleteMany({})
  await things().insertOne({ _id: 1, ...before })
  const { arrayFilters, filter } = options
  await things().updateOne({ _id: 1, ...filter }, update, arrayFilters && { arrayFilters })
  const { _id, ...after } = (await things().findOne({ _id: 1 })) ?? { _id: 1 }
  return after
}

describe('update operators', () => {
  it('set and unset, along paths', async () => {
    expect(await updated({ a: 1 }, { $set: { 'b.c': 2, a: { x: 1 } } })).toEqual({ a: { x: 1 }, b: { c: 2 } })
    expect(await updated({ a: [1, 2] }, { $set: { 'a.3': 9 } })).toEqual({ a: [1, 2, null, 9] })
    expect(await updated({ a: [{ b: 1 }] }, { $set: { 'a.0.b': 2 } })).toEqual({ a: [{ b: 2 }] })
    expect(await updated({ a: { b: 1, c: 2 }, d: 1 }, { $unset: { 'a.b': '', d: 1, 'x.y': 1 } })).toEqual({
      a: { c: 2 },
    })
    expect(await updated({ a: [1, 2, 3] }, { $unset: { 'a.1': 1 } })).toEqual({ a: [1, null, 3] })
    expect(await updated({ a: 1 }, { $rename: { a: 'b.c' } })).toEqual({ b: { c: 1 } })
    expect(await updated({}, { $currentDate: { at: true } })).toEqual({ at: expect.any(Date) })
  })

  it('calculate, and compare in BSON order', async () => {
    expect(await updated({ n: 1 }, { $inc: { n: 2, m: -1 } })).toEqual({ n: 3, m: -1 })
    expect(await updated({ n: 3 }, { $mul: { n: 2, m: 5 } })).toEqual({ n: 6, m: 0 })
    expect(await updated({ n: 3, m: 3 }, { $max: { n: 5, m: 1, k: 1 } })).toEqual({ n: 5, m: 3, k: 1 })
    expect(await updated({ n: 3, m: 3 }, { $min: { n: 5, m: 1 } })).toEqual({ n: 3, m: 1 })
    expect(await updated({ at: new Date(5) }, { $max: { at: new Date(9) } })).toEqual({ at: new Date(9) })
  })

  it('keep the types of numbers', async () => {
    await things().insertOne({ _id: 1, int: new Int32(2 ** 31 - 1), double: new Double(1), long: Long.fromNumber(1) })
    await things().updateOne({ _id: 1 }, { $inc: { int: 1, double: 1, long: 1 } })
    const types = await things().countDocuments({
      int: { $type: 'long' },
      double: { $type: 'double' },
      long: { $type: 'long' },
    })
    expect(types).toBe(1)
  })

  it('change arrays', async () => {
    expect(await updated({ a: [1] }, { $push: { a: 2, b: 1 } })).toEqual({ a: [1, 2], b: [1] })
    const ranked = { $push: { a: { $each: [{ n: 5 }, { n: 1 }], $sort: { n: -1 }, $slice: 2 } } }
    expect(await updated({ a: [{ n: 3 }] }, ranked)).toEqual({ a: [{ n: 5 }, { n: 3 }] })
    expect(await updated({ a: [1, 2] }, { $push: { a: { $each: [9], $position: 1 } } })).toEqual({ a: [1, 9, 2] })
    expect(await updated({ a: [1, 2] }, { $addToSet: { a: { $each: [2, 3, 3] } } })).toEqual({ a: [1, 2, 3] })
    expect(await updated({ a: [1, 2, 3] }, { $pull: { a: { $gt: 1 } } })).toEqual({ a: [1] })
    expect(await updated({ a: [{ b: 1, c: 1 }, { b: 2 }] }, { $pull: { a: { b: 1 } } })).toEqual({ a: [{ b: 2 }] })
    expect(await updated({ a: [1, 2, 1] }, { $pullAll: { a: [1] } })).toEqual({ a: [2] })
    expect(await updated({ a: [1, 2, 3] }, { $pop: { a: -1 } })).toEqual({ a: [2, 3] })
    const id = new ObjectId()
    expect(await updated({ a: [id] }, { $addToSet: { a: new ObjectId(id.toHexString()) } })).toEqual({ a: [id] })
  })

  it('reach elements by $, $[] and $[identifier]', async () => {
    const items = [
      { k: 1, n: 1 },
      { k: 2, n: 2 },
      { k: 3, n: 3 },
    ]
    const matched = await updated({ items }, { $set: { 'items.$.n': 0 } }, { filter: { 'items.k': 2 } })
    expect(matched).toEqual({ items: [items[0], { k: 2, n: 0 }, items[2]] })
    const byElement = await updated(
      { items },
      { $inc: { 'items.$.n': 5 } },
      { filter: { items: { $elemMatch: { k: { $gt: 1 }, n: 3 } } } },
    )
    expect(byElement).toEqual({ items: [items[0], items[1], { k: 3, n: 8 }] })
    expect(await updated({ a: [1, 2] }, { $inc: { 'a.$[]': 1 } })).toEqual({ a: [2, 3] })
    const filtered = await updated(
      { items },
      { $set: { 'items.$[big].n': 0 } },
      { arrayFilters: [{ 'big.k': { $gte: 2 } }] },
    )
    expect(filtered).toEqual({ items: [items[0], { k: 2, n: 0 }, { k: 3, n: 0 }] })
    expect(await failureOf(updated({ items }, { $set: { 'items.$.n': 0 } }))).toMatchObject({ code: 2 })
  })

  it('fail with the codes of MongoDB, and then change nothing', async () => {
    const codeOf = (before: object, update: object): Promise<unknown> => failureCode(updated(before, update))
    expect(await codeOf({ n: 'x' }, { $inc: { n: 1 } })).toBe(14)
    expect(await codeOf({ n: 1 }, { $inc: { n: 'x' } })).toBe(14)
    expect(await codeOf({ n: 1 }, { $push: { n: 1 } })).toBe(2)
    expect(await codeOf({ n: 1 }, { $set: { 'n.m': 1 } })).toBe(28)
    expect(await codeOf({}, { $set: { a: 1 }, $inc: { a: 1 } })).toBe(40)
    expect(await codeOf({}, { $set: { 'a.b': 1, a: 1 } })).toBe(40)
    expect(await codeOf({}, { $set: { _id: 2 } })).toBe(66)
    expect(await codeOf({}, { $nonsense: { a: 1 } })).toBe(9)
    expect(await codeOf({ n: 1, m: 'x' }, { $set: { n: 2 }, $inc: { m: 1 } })).toBe(14)
    expect(await things().findOne()).toEqual({ _id: 1, n: 1, m: 'x' })
  })

  it('count what matched and what changed', async () => {
    await things().insertMany([
      { _id: 1, a: 1 },
      { _id: 2, a: 2 },
    ])
    const result = await things().updateMany({}, { $set: { a: 2 } })
    expect(result).toMatchObject({ matchedCount: 2, modifiedCount: 1 })
  })

  it('replace whole documents, which keep their _id', async () => {
    await things().insertOne({ _id: 1, a: 1 })
    await things().replaceOne({ _id: 1 }, { b: 2 })
    expect(await things().findOne()).toEqual({ _id: 1, b: 2 })
    expect(await failureOf(things().replaceOne({ _id: 1 }, { _id: 2, b: 2 }))).toMatchObject({ code: 66 })
  })
})

describe('upsert', () => {
  it('inserts what the filter demands, the update, and $setOnInsert', async () => {
    const filter = { _id: 7, kind: 'x', 'at.place': { $eq: 'y' }, n: { $gt: 3 }, $and: [{ both: true }] }
    const update = { $set: { a: 1 }, $inc: { count: 1 }, $setOnInsert: { first: true } }
    const result = await things().updateOne(filter, update, { upsert: true })
    expect(result).toMatchObject({ matchedCount: 0, upsertedCount: 1, upsertedId: 7 })
    const inserted = { _id: 7, kind: 'x', at: { place: 'y' }, both: true, a: 1, count: 1, first: true }
    expect(await things().findOne()).toEqual(inserted)
    await things().updateOne({ _id: 7 }, { ...update, $setOnInsert: { first: false } }, { upsert: true })
    expect(await things().findOne()).toEqual({ ...inserted, count: 2 })
  })

  it('inserts once when many try at once', async () => {
    const attempts = Array.from({ length: 30 }, () =>
      things().updateOne({ key: 'k' }, { $inc: { n: 1 } }, { upsert: true }),
    )
    await Promise.all(attempts)
    expect(await things().find().toArray()).toMatchObject([{ key: 'k', n: 30 }])
  })
})

describe('findOneAndUpdate and its like', () => {
  beforeEach(() =>
    things().insertMany([
      { _id: 1, n: 5 },
      { _id: 2, n: 3 },
    ]),
  )

  it('give the document before or after, the first by a sort', async () => {
    expect(await things().findOneAndUpdate({}, { $inc: { n: 1 } }, { sort: { n: 1 } })).toEqual({ _id: 2, n: 3 })
    expect(await things().findOneAndUpdate({ _id: 1 }, { $inc: { n: 1 } }, { returnDocument: 'after' })).toEqual({
      _id: 1,
      n: 6,
    })
    expect(await things().findOneAndUpdate({ _id: 9 }, { $inc: { n: 1 } })).toBeNull()
    expect(await things().findOneAndReplace({ _id: 1 }, { m: 1 }, { returnDocument: 'after' })).toEqual({
      _id: 1,
      m: 1,
    })
    expect(await things().findOneAndDelete({}, { sort: { _id: -1 } })).toEqual({ _id: 2, n: 4 })
  })

  it('insert, and show only some fields', async () => {
    const options = { upsert: true, returnDocument: 'after', projection: { n: 1, _id: 0 } } as const
    expect(await things().findOneAndUpdate({ _id: 3 }, { $set: { n: 1, m: 1 } }, options)).toEqual({ n: 1 })
    const result = await things().findOneAndUpdate(
      { _id: 4 },
      { $set: { n: 1 } },
      { upsert: true, includeResultMetadata: true },
    )
    expect(result).toMatchObject({ value: null, lastErrorObject: { n: 1, updatedExisting: false, upserted: 4 } })
  })

  it('report a duplicate', async () => {
    await things().createIndex({ n: 1 }, { unique: true })
    const error = await failureOf(things().findOneAndUpdate({ _id: 1 }, { $set: { n: 3 } }))
    expect(error).toMatchObject({ code: 11000, keyPattern: { n: 1 }, keyValue: { n: 3 } })
  })
})
