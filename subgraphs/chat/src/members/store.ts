import { Schema, trusted } from 'mongoose'
import type { AnyBulkWriteOperation, Connection } from 'mongoose'
import type { LogEntry } from '../events/entry.ts'
import { placeOf } from './members.ts'
import type { Membership } from './members.ts'

const schema = new Schema<Membership>(
  {
    conversationId: { type: String, required: true },
    userId: { type: String, required: true },
    role: { type: String, enum: ['OWNER', 'ADMIN', 'MEMBER'], required: true },
    joinedSeq: { type: Number, required: true },
    joinedAt: { type: Date, required: true },
    place: { type: Number, required: true },
    leftSeq: { type: Number, default: null },
    leftAtMs: { type: Number, default: null },
    lastReadSeq: { type: Number, required: true },
    lastReadOrdinal: { type: Number, required: true },
  },
  { collection: 'memberships', versionKey: false },
)
schema.index({ conversationId: 1, userId: 1, joinedSeq: 1 }, { unique: true })
schema.index({ conversationId: 1, leftAtMs: 1, place: 1 })
schema.index({ userId: 1, leftAtMs: 1 })

/** Those that have not ended. */
const CURRENT = { leftAtMs: null }

export type MemberStore = ReturnType<typeof createMemberStore>

/** Memberships, those that ended included, with how far each member has read. */
export function createMemberStore(connection: Connection) {
  const memberships = connection.model('Membership', schema)
  return {
    ensureIndexes: () => memberships.createIndexes(),

    current: (conversationId: string, userId: string): Promise<Membership | null> =>
      memberships.findOne({ conversationId, userId, ...CURRENT }, '-_id').lean(),

    /** The user's membership in each of the conversations that has one. */
    currentIn: (userId: string, conversationIds: readonly string[]): Promise<Membership[]> =>
      memberships.find({ conversationId: trusted({ $in: conversationIds }), userId, ...CURRENT }, '-_id').lean(),

    /** The user's stays in the conversations, those that ended included, each conversation's in order. */
    staysIn: (userId: string, conversationIds: readonly string[]): Promise<Membership[]> =>
      memberships
        .find({ conversationId: trusted({ $in: conversationIds }), userId }, '-_id')
        .sort({ joinedSeq: 1 })
        .lean(),

    /** Those of the users who are members. */
    async currentOf(conversationId: string, userIds: string[]): Promise<string[]> {
      const found = await memberships
        .find({ conversationId, userId: trusted({ $in: userIds }), ...CURRENT }, 'userId')
        .lean()
      return found.map(({ userId }) => userId)
    },

    /** Those of the others with whom the user shares a conversation now. */
    async acquaintances(userId: string, otherIds: readonly string[]): Promise<Set<string>> {
      if (otherIds.length === 0) return new Set()
      const own = await memberships.distinct('conversationId', { userId, ...CURRENT })
      const known = await memberships.distinct('userId', {
        userId: trusted({ $in: otherIds }),
        conversationId: trusted({ $in: own }),
        ...CURRENT,
      })
      return new Set(known)
    },

    /** All conversations of a user. */
    ofUser: (userId: string): Promise<Membership[]> => memberships.find({ userId, ...CURRENT }, '-_id').lean(),

    /** Memberships of a user that ended at or after an instant. */
    endedSince: (userId: string, sinceMs: number): Promise<Membership[]> =>
      memberships.find({ userId, leftAtMs: trusted({ $gte: sinceMs }) }, '-_id').lean(),

    /** The member who joined first, leaving one out. */
    async firstExcept(conversationId: string, userId: string): Promise<string | null> {
      const found = await memberships
        .find({ conversationId, ...CURRENT }, 'userId')
        .sort({ place: 1 })
        .limit(2)
        .lean()
      return found.find((member) => member.userId !== userId)?.userId ?? null
    },

    /** Members in the order in which they joined, after a place, or from the first. */
    page: (conversationId: string, afterPlace: number | null, limit: number): Promise<Membership[]> =>
      memberships
        .find(
          { conversationId, ...CURRENT, ...(afterPlace !== null && { place: trusted({ $gt: afterPlace }) }) },
          '-_id',
        )
        .sort({ place: 1 })
        .limit(limit)
        .lean(),

    /** Moves how far a member has read, never back. False when nothing moved. */
    async markRead(conversationId: string, userId: string, seq: number, ordinal: number): Promise<boolean> {
      const { modifiedCount } = await memberships.updateOne(
        { conversationId, userId, ...CURRENT, lastReadSeq: trusted({ $lt: seq }) },
        { $set: { lastReadSeq: seq, lastReadOrdinal: ordinal } },
      )
      return modifiedCount > 0
    },

    /** Begins and ends memberships, and marks as read by its sender what a message follows. Entries may come again. */
    async project(entries: LogEntry[]): Promise<void> {
      const operations = entries.flatMap(consequences)
      if (operations.length > 0) await memberships.bulkWrite(operations, { ordered: true })
    },
  }
}

function consequences(entry: LogEntry): AnyBulkWriteOperation<Membership>[] {
  const { conversationId, seq, ordinal, atMs } = entry
  /** A stay that this event found under way. */
  const staying = (userId: string) => ({ conversationId, userId, joinedSeq: trusted({ $lt: seq }), ...CURRENT })
  switch (entry.type) {
    case 'MessageSent':
      return [
        {
          updateOne: {
            filter: { ...staying(entry.body.senderId), lastReadSeq: trusted({ $lt: seq }) },
            update: { $set: { lastReadSeq: seq, lastReadOrdinal: ordinal } },
          },
        },
      ]
    case 'MembersChanged': {
      const { joinedIds, leftIds, ownerId } = entry.body
      const joins = joinedIds.map((userId, index) => ({
        updateOne: {
          filter: { conversationId, userId, joinedSeq: seq },
          update: {
            $setOnInsert: {
              role: userId === ownerId ? ('OWNER' as const) : ('MEMBER' as const),
              joinedAt: new Date(atMs),
              place: placeOf(seq, index),
              leftSeq: null,
              leftAtMs: null,
              lastReadSeq: seq,
              lastReadOrdinal: ordinal,
            },
          },
          upsert: true,
        },
      }))
      const leaves = leftIds.map((userId) => ({
        updateOne: { filter: staying(userId), update: { $set: { leftSeq: seq, leftAtMs: atMs } } },
      }))
      const inheritance =
        ownerId === undefined
          ? []
          : [{ updateOne: { filter: staying(ownerId), update: { $set: { role: 'OWNER' as const } } } }]
      return [...joins, ...leaves, ...inheritance]
    }
    case 'UnknownEvent':
      return []
    default:
      return entry satisfies never
  }
}
