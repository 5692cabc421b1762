import { Schema, trusted } from 'mongoose'
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
  /** What its owner is still to be told of a sign-in from a new device; null when there is nothing. */
  notice: Notice | null
}

/** Where a notice of a sign-in goes, and from where that was. */
export interface Notice {
  to: string
  ip: string
}

interface SessionDocument extends Omit<StoredSession, 'id'> {
  _id: string
}

interface RefreshTokenDocument {
  /** The token's hash. */
  _id: string
  sessionId: string
  usedAt: Date | null
  /** The token that follows, sealed with this one; null until it is used. */
  successor: string | null
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
    notice: { type: new Schema<Notice>({ to: String, ip: String }, { _id: false }), default: null },
  },
  { collection: 'sessions', versionKey: false },
)
sessionSchema.index({ userId: 1 })
sessionSchema.index({ createdAt: 1 }, { partialFilterExpression: { notice: { $type: 'object' } } })
sessionSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 })

const refreshTokenSchema = new Schema<RefreshTokenDocument>(
  {
    _id: { type: String, required: true },
    sessionId: { type: String, required: true },
    usedAt: { type: Date, default: null },
    successor: { type: String, default: null },
    expiresAt: { type: Date, required: true },
  },
  { collection: 'refresh_tokens', versionKey: false },
)
refreshTokenSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 })

/** What is known of a refresh token once it has been used. */
export interface TokenUse {
  sessionId: string
  isFirstUse: boolean
  /** When it was used first. */
  usedAt: Date
  /** The token that follows, sealed with it. */
  successor: string | null
}

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

    async running(userId: string, now: Date, limit: number): Promise<StoredSession[]> {
      const found = await sessions.find(isRunning(userId, now)).sort({ lastUsedAt: -1 }).limit(limit).lean()
      return found.map(toSession)
    },

    async runningIds(userId: string, now: Date): Promise<string[]> {
      const found = await sessions.find(isRunning(userId, now), '_id').lean()
      return found.map(({ _id }) => _id)
    },

    /** Sessions whose owners are still to be told of them, the oldest first. */
    async unannounced(createdBefore: Date, limit: number): Promise<StoredSession[]> {
      const found = await sessions
        .find({ notice: trusted({ $type: 'object' }), createdAt: trusted({ $lte: createdBefore }) })
        .sort({ createdAt: 1 })
        .limit(limit)
        .lean()
      return found.map(toSession)
    },

    async announced(id: string): Promise<void> {
      await sessions.updateOne({ _id: id }, { $set: { notice: null } })
    },

    /** Makes a token usable, once: a token that is there stays as it is. */
    async keepToken(hash: string, sessionId: string, expiresAt: Date): Promise<void> {
      const token = { sessionId, usedAt: null, successor: null, expiresAt }
      await refreshTokens.updateOne({ _id: hash }, { $setOnInsert: token }, { upsert: true })
    },

    /** Uses a token up: of two at once, one is the first, and its successor is kept. Null for a token that is not known. */
    async useToken(hash: string, usedAt: Date, successor: string): Promise<TokenUse | null> {
      const fresh = await refreshTokens
        .findOneAndUpdate({ _id: hash, usedAt: null }, { $set: { usedAt, successor } })
        .lean()
      if (fresh) return { sessionId: fresh.sessionId, isFirstUse: true, usedAt, successor }
      const used = await refreshTokens.findById(hash).lean()
      if (!used?.usedAt) return null
      return { sessionId: used.sessionId, isFirstUse: false, usedAt: used.usedAt, successor: used.successor ?? null }
    },

    async isUsed(hash: string): Promise<boolean> {
      const token = await refreshTokens.findById(hash).lean()
      return token !== null && token.usedAt !== null
    },
  }
}

const isRunning = (userId: string, now: Date) => ({ userId, endedAt: null, expiresAt: trusted({ $gt: now }) })

function toSession({ _id, notice, ...session }: SessionDocument): StoredSession {
  return { id: _id, ...session, notice: notice ?? null }
}
