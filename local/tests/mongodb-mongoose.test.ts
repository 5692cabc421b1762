import { randomUUID } from 'node:crypto'
import mongoose, { Schema } from 'mongoose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { failureOf, openMongodb, type Mongodb } from './mongodb-fixture.ts'

let mongodb: Mongodb
let connection: mongoose.Connection

beforeAll(async () => {
  mongodb = await openMongodb()
  const url = new URL(mongodb.url)
  url.pathname = `/test-${randomUUID()}`
  connection = await mongoose.createConnection(url.href).asPromise()
})
afterAll(async () => {
  await connection.dropDatabase()
  await connection.close()
  await mongodb[Symbol.asyncDispose]()
})

const memberSchema = new Schema({
  userId: { type: String, required: true },
  role: String,
  readTo: { type: Number, default: 0 },
})

const roomSchema = new Schema(
  {
    title: String,
    slug: String,
    seq: { type: Number, default: 0 },
    members: [memberSchema],
    counts: { type: Map, of: Number },
    lastMessage: { text: String, at: Date },
  },
  { timestamps: true },
)
roomSchema.index({ slug: 1 }, { unique: true, sparse: true })
roomSchema.index({ 'members.userId': 1, updatedAt: -1 })

describe('mongoose', () => {
  it('builds indexes, and finds them unchanged the next time', async () => {
    const Room = connection.model('Indexed', roomSchema)
    await Room.init()
    await Room.createIndexes()
    expect(await Room.syncIndexes()).toEqual([])
    expect(await Room.listIndexes()).toHaveLength(3)
    expect(await Room.diffIndexes()).toMatchObject({ toDrop: [], toCreate: [] })
  })

  it('saves, loads and saves again', async () => {
    const Room = connection.model('Saved', roomSchema)
    const room = await Room.create({
      title: 'One',
      members: [{ userId: 'ann' }, { userId: 'bob', role: 'admin' }],
      counts: { a: 1 },
    })
    room.title = 'Two'
    room.members.push({ userId: 'cid' })
    room.counts?.set('b', 2)
    await room.save()
    const loaded = await Room.findById(room._id)
    expect(loaded?.toObject()).toMatchObject({
      title: 'Two',
      members: [{ userId: 'ann' }, { userId: 'bob' }, { userId: 'cid' }],
    })
    expect(loaded?.counts?.get('b')).toBe(2)
    loaded?.members.pull(loaded.members[0])
    await loaded?.save()
    expect((await Room.findById(room._id).lean())?.members.map(({ userId }) => userId)).toEqual(['bob', 'cid'])
  })

  it('updates what it finds, with upsert and the version of conflicts', async () => {
    const Room = connection.model('Updated', roomSchema)
    await Room.init()
    const options = { upsert: true, returnDocument: 'after' } as const
    const made = await Room.findOneAndUpdate({ slug: 'x' }, { $inc: { seq: 1 }, $setOnInsert: { title: 'X' } }, options)
    expect(made).toMatchObject({ slug: 'x', seq: 1, title: 'X', updatedAt: expect.any(Date) })
    const again = await Room.findOneAndUpdate(
      { slug: 'x' },
      { $max: { seq: 9 }, $set: { 'lastMessage.text': 'hi' } },
      options,
    )
    expect(again).toMatchObject({ seq: 9, lastMessage: { text: 'hi' } })
    await Room.updateOne({ slug: 'x' }, { $push: { members: { userId: 'ann' } } })
    await Room.updateOne({ slug: 'x', 'members.userId': 'ann' }, { $max: { 'members.$.readTo': 5 } })
    expect(await Room.findOne({ 'members.userId': 'ann' }).lean()).toMatchObject({
      members: [{ userId: 'ann', readTo: 5 }],
    })
    expect(await failureOf(Room.create({ slug: 'x' }))).toMatchObject({ code: 11000, keyPattern: { slug: 1 } })
    await Room.create([{ title: 'no slug' }, { title: 'no slug' }])

    const [one, other] = await Promise.all([Room.findOne({ slug: 'x' }), Room.findOne({ slug: 'x' })])
    one?.members.splice(0, 1)
    await one?.save()
    other?.members[0]?.set('role', 'gone')
    expect(await failureOf(other?.save() ?? Promise.resolve())).toBeInstanceOf(mongoose.Error.VersionError)
  })

  it('pages, counts, populates and reads through a cursor', async () => {
    const Author = connection.model('Author', new Schema({ name: String }))
    const Message = connection.model(
      'Message',
      new Schema({ room: String, seq: Number, author: { type: Schema.Types.ObjectId, ref: 'Author' } }).index(
        { room: 1, seq: 1 },
        { unique: true },
      ),
    )
    await Message.init()
    const author = await Author.create({ name: 'Ann' })
    await Message.insertMany(Array.from({ length: 150 }, (_, seq) => ({ room: 'a', seq, author: author._id })))
    const page = await Message.find({ room: 'a', seq: { $lt: 100 } })
      .sort({ seq: -1 })
      .limit(3)
      .populate<{ author: { name: string } }>('author')
    expect(page.map(({ seq, author }) => [seq, author.name])).toEqual([
      [99, 'Ann'],
      [98, 'Ann'],
      [97, 'Ann'],
    ])
    expect(await Message.countDocuments({ room: 'a', seq: { $gt: 100 } })).toBe(49)
    expect(await Message.exists({ room: 'b' })).toBeNull()
    let read = 0
    for await (const _ of Message.find().batchSize(20).cursor()) read++
    expect(read).toBe(150)
    const [latest] = await Message.aggregate([
      { $match: { room: { $in: ['a'] } } },
      { $sort: { room: 1, seq: -1 } },
      { $group: { _id: '$room', seq: { $first: '$seq' }, count: { $sum: 1 } } },
    ])
    expect(latest).toEqual({ _id: 'a', seq: 149, count: 150 })
    const bulk = await Message.bulkWrite([
      { updateMany: { filter: { seq: { $lt: 10 } }, update: { $unset: { author: 1 } } } },
      { deleteMany: { filter: { seq: { $gte: 100 } } } },
    ])
    expect([bulk.modifiedCount, bulk.deletedCount]).toEqual([10, 50])
  })

  it('cannot run a transaction', async () => {
    const { setName } = (await mongodb.client.db('admin').command({ hello: 1 })) as { setName?: string }
    if (setName !== undefined) return
    const Room = connection.model('Transacted', roomSchema)
    await Room.init()
    const run = connection.transaction(async (session) => {
      await Room.create([{ title: 'never' }], { session })
    })
    expect(await failureOf(run)).toBeInstanceOf(mongoose.mongo.MongoServerError)
    expect(await Room.countDocuments()).toBe(0)
  })
})
