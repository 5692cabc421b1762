import { Schema } from 'mongoose'
import type { Connection } from 'mongoose'

/** A sign-in of one person on one device. */
export interface StoredSession {
  id: string
  userId: string
  userAgent: string | null
  createdAt: Date
  lastUsedAt: Date
  /** When it ends if nobody uses it again, and never later than its longest life allows. */
  expiresAt: Date
  /** When it was ended before its time. */
  endedAt: Date | null
}

interface SessionDocument extends Omit<StoredSession, 'id'> {
  _id: string
}

interface RefreshTokenDocument {
  /** The token's hash. */
  _id: string
  sessionId: string
  usedAt: Date | null
  /** Used ones are kept too: one that comes back tells that it was stolen. */
  expiresAt: Date
}

const sessionSchema = new Schema<SessionDocument>(
  {
    _id: { type: String, required: true },
    userId: { type: String, required: true },
    userAgent: { type: String, default: null },
    createdAt: { type: Date, required: true },
    lastUsedAt: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
    endedAt: { type: Date, default: null },
  },
  { collection: 'sessions', versionKey: false },
)
sessionSchema.index({ userId: 1 })
sessionSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 })

const refreshTokenSchema = new Schema<RefreshTokenDocument>(
  {
    _id: { type: String, required: true },
    sessionId: { type: String, required: true },
    usedAt: { type: Date, default: null },
    expiresAt: { type: Date, required: true },
  },
  { collection: 'refresh_tokens', versionKey: false },
)
refreshTokenSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 })

export type SessionStore = Awaited<ReturnType<typeof createSessionStore>>

/** Sessions and their refresh tokens in MongoDB; creates its indexes before it resolves. */
export async function createSessionStore(connection: Connection) {
  const sessions = connection.model('Session', sessionSchema)
  const refreshTokens = connection.model('RefreshToken', refreshTokenSchema)
  await Promise.all([sessions.createIndexes(), refreshTokens.createIndexes()])

  return {
    async insert({ id, ...session }: StoredSession): Promise<void> {
      await sessions.create({ ...session, _id: id })
    },

    async find(id: string): Promise<StoredSession | null> {
      const found = await sessions.findById(id).lean()
      return found && toSession(found)
    },

    /** True when the session was still running, and now is so until `expiresAt`. */
    async extend(id: string, lastUsedAt: Date, expiresAt: Date): Promise<boolean> {
      const extended = await sessions.findOneAndUpdate({ _id: id, endedAt: null }, { $set: { lastUsedAt, expiresAt } })
      return extended !== null
    },

    async end(id: string, endedAt: Date): Promise<void> {
      await sessions.updateOne({ _id: id, endedAt: null }, { $set: { endedAt } })
    },

    async insertToken(hash: string, sessionId: string, expiresAt: Date): Promise<void> {
      await refreshTokens.create({ _id: hash, sessionId, expiresAt })
    },

    /**
     * Uses a token up: of two at once, one is the first. Null for a token that is not known.
     */
    async useToken(hash: string, usedAt: Date): Promise<{ sessionId: string; isFirstUse: boolean } | null> {
      const fresh = await refreshTokens.findOneAndUpdate({ _id: hash, usedAt: null }, { $set: { usedAt } }).lean()
      if (fresh) return { sessionId: fresh.sessionId, isFirstUse: true }
      const used = await refreshTokens.findById(hash).lean()
      return used && { sessionId: used.sessionId, isFirstUse: false }
    },
  }
}

function toSession({ _id, ...session }: SessionDocument): StoredSession {
  return { id: _id, ...session }
}
