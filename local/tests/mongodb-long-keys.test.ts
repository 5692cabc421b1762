import { afterAll, beforeAll, expect, it } from 'vitest'
import { openMongodb, type Mongodb } from './mongodb-fixture.ts'

let mongodb: Mongodb

beforeAll(async () => {
  mongodb = await openMongodb()
})
afterAll(() => mongodb[Symbol.asyncDispose]())

it('finds nothing by a value that is longer than any key, and what is below or above it', async () => {
  const things = mongodb.database().collection<{ _id: string; name: string }>('things')
  await things.createIndex({ name: 1 })
  await things.insertMany([
    { _id: 'a', name: 'a' },
    { _id: 'm', name: 'm' },
    { _id: 'z', name: 'z' },
  ])
  for (const length of [1_970, 1_978, 2_100, 5_000, 200_000]) {
    const long = 'm'.repeat(length)
    for (const field of ['_id', 'name']) {
      const idsOf = async (filter: object) => (await things.find({ [field]: filter }).toArray()).map(({ _id }) => _id)
      expect(await idsOf({ $eq: long })).toEqual([])
      expect(await idsOf({ $in: [long, 'a'] })).toEqual(['a'])
      expect(await idsOf({ $gt: long })).toEqual(['z'])
      expect(await idsOf({ $lte: long })).toEqual(['a', 'm'])
    }
    expect(await things.findOne({ _id: long })).toBeNull()
    expect((await things.updateOne({ _id: long }, { $set: { name: 'x' } })).matchedCount).toBe(0)
  }
})
