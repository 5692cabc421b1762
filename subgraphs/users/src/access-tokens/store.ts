import { Schema, trusted } from 'mongoose'
import type { Connection } from 'mongoose'

export interface StoredAccessToken {
  id: string
  userId: string
  name: string
  scopes: string[]
  createdAt: Date
  /** Null when it has no end. */
  expiresAt: Date | null
  /** Null until it is used. */
  lastUsedAt: Date | null
}

interface AccessTokenDocument extends Omit<StoredAccessToken, 'id'> {
  _id: string
  hash: string
}

const accessTokenSchema = new Schema<AccessTokenDocument>(
  {
    _id: { type: String, required: true },
    userId: { type: String, required: true },
    hash: { type: String, required: true },
    name: { type: String, required: true },
    scopes: { type: [String], required: true },
    createdAt: { type: Date, required: true },
    expiresAt: { type: Date, default: null },
    lastUsedAt: { type: Date, default: null },
  },
  { collection: 'access_tokens', versionKey: false },
)
accessTokenSchema.index({ hash: 1 }, { unique: true })
accessTokenSchema.index({ userId: 1, createdAt: -1 })
accessTokenSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 })

export type AccessTokenStore = Awaited<ReturnType<typeof createAccessTokenStore>>

/** Access tokens of programs in MongoDB, by their hashes; creates its indexes before it resolves. */
export async function createAccessTokenStore(connection: Connection) {
  const model = connection.model('AccessToken', accessTokenSchema)
  await model.createIndexes()

  return {
    async insert({ id, ...token }: StoredAccessToken, hash: string): Promise<void> {
      await model.create({ ...token, hash, _id: id })
    },

    count: (userId: string, now: Date): Promise<number> => model.countDocuments(working({ userId }, now)),

    /** Those that have not expired, the newest first. */
    async list(userId: string, now: Date): Promise<StoredAccessToken[]> {
      return (await model.find(working({ userId }, now)).sort({ createdAt: -1 }).lean()).map(toAccessToken)
    },

    /** False when the user has none with that id. */
    async remove(userId: string, id: string): Promise<boolean> {
      return (await model.deleteOne({ _id: id, userId })).deletedCount > 0
    },

    /** Notes when it is used; null when there is none with that hash, or its time is over. */
    async use(hash: string, usedAt: Date): Promise<StoredAccessToken | null> {
      const used = await model.findOneAndUpdate(working({ hash }, usedAt), { $set: { lastUsedAt: usedAt } }).lean()
      return used && toAccessToken(used)
    },
  }
}

const working = <Filter extends object>(filter: Filter, now: Date) => ({
  ...filter,
  $or: [{ expiresAt: null }, { expiresAt: trusted({ $gt: now }) }],
})

function toAccessToken({ _id, userId, name, scopes, createdAt, expiresAt, lastUsedAt }: AccessTokenDocument) {
  return { id: _id, userId, name, scopes, createdAt, expiresAt: expiresAt ?? null, lastUsedAt: lastUsedAt ?? null }
}
