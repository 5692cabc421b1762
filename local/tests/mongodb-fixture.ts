import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import mongoose from 'mongoose'
import { startEmbeddedMongodb } from '../src/mongodb/server.ts'

const { MongoClient } = mongoose.mongo

export type Database = InstanceType<typeof mongoose.mongo.Db>
export type Client = InstanceType<typeof MongoClient>

/** A document with any fields, whose _id is not an ObjectId. */
export type Thing = mongoose.mongo.Document & { _id: number }

export type Mongodb = AsyncDisposable & { url: string; client: Client; database(): Database }

/** The server under test, through the unmodified driver: the one at MONGODB_URL, or else the embedded one. */
export async function openMongodb(): Promise<Mongodb> {
  await using resources = new AsyncDisposableStack()
  const url = process.env.MONGODB_URL ?? (await startTemporary(resources))
  const client = resources.adopt(new MongoClient(url, { maxPoolSize: 20 }), (client) => client.close())
  await client.connect()
  const databases: Database[] = []
  resources.defer(async () => {
    await Promise.all(databases.map((database) => database.dropDatabase()))
  })
  const owned = resources.move()
  return {
    url,
    client,
    database() {
      const database = client.db(`test-${randomUUID()}`)
      databases.push(database)
      return database
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

async function startTemporary(resources: AsyncDisposableStack): Promise<string> {
  const dataDir = resources.adopt(temporaryDirectory(), (path) => rmSync(path, { recursive: true }))
  const server = resources.use(await startEmbeddedMongodb({ port: 0, dataDir, ttlIntervalMs: 100 }))
  return server.url
}

export const temporaryDirectory = (): string => mkdtempSync(join(tmpdir(), 'colloquy-mongodb-'))

/** The code of the error that a command failed with. */
export async function failureCode(promise: Promise<unknown>): Promise<unknown> {
  const error = await failureOf(promise)
  return error instanceof mongoose.mongo.MongoServerError ? error.code : error
}

/** What a rejected promise rejected with, for expectations on a driver's error. */
export const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => {
      throw new Error('it did not fail')
    },
    (error: unknown) => error,
  )
