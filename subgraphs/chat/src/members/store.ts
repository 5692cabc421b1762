import { Schema, trusted } from 'mongoose'
import type { Connection } from 'mongoose'
import type { ActivityPosition } from '../conversations/newest-first.ts'
import type { LogEntry } from '../events/entry.ts'
import type { Place, Range } from '../events/store.ts'
import { together } from '../events/together.ts'
import { CURRENT, consequences } from './consequences.ts'
import type { Activity, MembershipDocument, Operation } from './consequences.ts'
import type { Membership } from './members.ts'

const schema = new Schema<MembershipDocument>(
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
    toldSeq: { type: Number, required: true },
    lastActivityAt: { type: Date, default: null },
    lastEventAtMs: { type: Number, default: null },
  },
  { collection: 'memberships', versionKey: false },
)
schema.index({ conversationId: 1, userId: 1, joinedSeq: 1 }, { unique: true })
schema.index({ conversationId: 1, leftAtMs: 1, place: 1 })
schema.index({ userId: 1, leftAtMs: 1, lastActivityAt: -1, conversationId: -1 })
schema.index({ userId: 1, leftAtMs: 1, lastEventAtMs: 1 })

export type MemberStore = ReturnType<typeof createMemberStore>

/** Memberships, those that ended included, with how far each member has read. */
export function createMemberStore(connection: Connection) {
  const memberships = connection.model('Membership', schema)
  const stored = connection.collection<MembershipDocument>('memberships')
  const write = together<Operation>(async (operations) => void (await stored.bulkWrite(operations, { ordered: true })))
  return {
    ensureIndexes: () => memberships.createIndexes(),

    current: (conversationId: string, userId: string): Promise<Membership | null> =>
      stored.findOne({ conversationId, userId, ...CURRENT }, { projection: { _id: 0 } }),

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

    /**
     * Of the user's memberships those of the conversations with the newest activity after a position, as far as memberships tell
     * it, and all of those that do not.
     */
    async newest(userId: string, limit: number, { lastActivityAt, id }: ActivityPosition): Promise<Membership[]> {
      const own = { userId, ...CURRENT }
      const older = { lastActivityAt: trusted({ $lt: lastActivityAt }) }
      const found = await Promise.all([
        memberships
          .find(
            {
              ...own,
              lastActivityAt: trusted({ $lte: lastActivityAt }),
              $or: [older, { lastActivityAt, conversationId: trusted({ $lt: id }) }],
            },
            '-_id',
          )
          .sort({ lastActivityAt: -1, conversationId: -1 })
          .limit(limit)
          .lean(),
        memberships.find({ ...own, lastActivityAt: null }, '-_id').lean(),
      ])
      return found.flat()
    },

    /** Of the user's memberships those of conversations in which something happened at or after an instant, and all that do not tell. */
    async stirredSince(userId: string, sinceMs: number): Promise<Membership[]> {
      const own = { userId, ...CURRENT }
      const found = await Promise.all([
        memberships.find({ ...own, lastEventAtMs: trusted({ $gte: sinceMs }) }, '-_id').lean(),
        memberships.find({ ...own, lastEventAtMs: null }, '-_id').lean(),
      ])
      return found.flat()
    },

    /** Memberships of a user that ended at or after an instant. */
    endedSince: (userId: string, sinceMs: number): Promise<Membership[]> =>
      memberships.find({ userId, leftAtMs: trusted({ $gte: sinceMs }) }, '-_id').lean(),

    /** The events by which somebody left, in the ranges given. */
    async departures(ranges: readonly Range[]): Promise<Place[]> {
      const found = await memberships
        .find(
          {
            $or: ranges.map(({ conversationId, afterSeq, upToSeq }) => ({
              conversationId,
              leftAtMs: trusted({ $gt: 0 }),
              leftSeq: trusted({ $gt: afterSeq, $lte: upToSeq }),
            })),
          },
          'conversationId leftSeq',
        )
        .lean()
      return found.flatMap(({ conversationId, leftSeq }) =>
        leftSeq === null ? [] : [{ conversationId, seq: leftSeq }],
      )
    },

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

    /** Does to memberships what follows from entries of one conversation. Entries may come again. */
    async project(entries: LogEntry[], readActivity: () => Promise<Activity | null>): Promise<void> {
      const operations = await consequences(entries, readActivity)
      if (operations.length > 0) await write(operations)
    },
  }
}
