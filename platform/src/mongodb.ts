import mongoose from 'mongoose'
import type { Connection } from 'mongoose'
import type { ReadyCheck } from './http-server.ts'

export type MongodbConnection = Connection & AsyncDisposable & { ready: ReadyCheck }

/**
 * Opens a connection of its own to the database that the URL names; reads are of what a majority has, writes are
 * acknowledged once journaled by a majority. Filters are sanitised: an object where a scalar is expected matches nothing.
 * @throws when no server answers within 10 s
 */
export async function connectMongodb(url: string): Promise<MongodbConnection> {
  mongoose.set('strictQuery', true)
  mongoose.set('sanitizeFilter', true)
  const connection = await mongoose
    .createConnection(url, {
      serverSelectionTimeoutMS: 10_000,
      readConcern: { level: 'majority' },
      writeConcern: { w: 'majority', journal: true },
      autoIndex: false,
    })
    .asPromise()
  return Object.assign(connection, {
    ready: async () => {
      if (!connection.db) throw new Error('not connected')
      await connection.db.admin().ping()
    },
    [Symbol.asyncDispose]: () => connection.close(),
  })
}

/**
 * Whether the error says that no server could be asked, rather than what one has answered: the connection was lost, also in the
 * middle of many writes, or the server is about to end, or to become a secondary.
 */
export function isMongodbAway(error: unknown): boolean {
  const { MongoBulkWriteError, MongoError, MongoErrorLabel, MongoServerSelectionError, MongoNetworkError } =
    mongoose.mongo
  if (error instanceof MongoBulkWriteError) return isMongodbAway(error.errorResponse)
  return (
    error instanceof MongoNetworkError ||
    error instanceof MongoServerSelectionError ||
    error instanceof mongoose.Error.MongooseServerSelectionError ||
    (error instanceof MongoError && error.hasErrorLabel(MongoErrorLabel.RetryableWriteError))
  )
}

/** The first field of the unique index that a write ran into; null when the error is another. */
export function duplicateKey(error: unknown): string | null {
  if (!(error instanceof mongoose.mongo.MongoServerError) || error.code !== 11_000) return null
  const pattern: unknown = error.keyPattern
  return typeof pattern === 'object' && pattern !== null ? (Object.keys(pattern)[0] ?? null) : null
}
