import { MAX_BLOCKED_USERS } from '@colloquy/schema/rules'
import { Schema, trusted } from 'mongoose'
import type { Connection } from 'mongoose'
import { duplicateKey } from '@colloquy/platform/mongodb'
import type { Privacy } from './privacy.ts'

/** Of a user who has changed a default or blocked somebody; what is missing is as by default. */
interface PrivacyDocument extends Partial<Omit<Privacy, 'findableByEmail'>> {
  /** The user's id. */
  _id: string
  /**
   * The address by which the user may be found; absent for all others. The index knows no other addresses, so that a search takes
   * the same steps for one that has no account and for one that must not be found.
   */
  findableEmail?: string
  /** In order of blocking. */
  blockedIds?: string[]
}

const privacySchema = new Schema<PrivacyDocument>(
  {
    _id: { type: String, required: true },
    findableEmail: String,
    presenceVisible: Boolean,
    readReceipts: Boolean,
    whoMayInvite: String,
    blockedIds: { type: [String], default: undefined },
  },
  { collection: 'privacy', versionKey: false },
)
privacySchema.index({ findableEmail: 1 }, { unique: true, sparse: true })

/** What is stored of a user; the rest is as by default. */
export interface StoredPrivacy {
  userId: string
  privacy: Partial<Privacy>
  blockedIds: string[]
}

export type PrivacyStore = Awaited<ReturnType<typeof createPrivacyStore>>

/** What users let others see and do, in MongoDB; creates its indexes before it resolves. */
export async function createPrivacyStore(connection: Connection) {
  const model = connection.model('Privacy', privacySchema)
  await model.createIndexes()

  return {
    async byIds(userIds: readonly string[]): Promise<StoredPrivacy[]> {
      return (await model.find({ _id: trusted({ $in: userIds }) }).lean()).map(toStored)
    },

    /** The id of the user who may be found by this address. */
    async findableBy(email: string): Promise<string | null> {
      return (await model.findOne({ findableEmail: email }, '_id').lean())?._id ?? null
    },

    /** @param email the user's address, kept while the user may be found by it */
    async update(userId: string, { findableByEmail, ...changes }: Partial<Privacy>, email: string): Promise<void> {
      await model.updateOne(
        { _id: userId },
        {
          $set: { ...changes, ...(findableByEmail === true && { findableEmail: email }) },
          ...(findableByEmail === false && { $unset: { findableEmail: 1 } }),
        },
        { upsert: true },
      )
    },

    /** `full`: the user blocks as many as may be. */
    async block(userId: string, blockedId: string): Promise<'blocked' | 'was blocked' | 'full'> {
      const isFull = { [`blockedIds.${MAX_BLOCKED_USERS - 1}`]: trusted({ $exists: true }) }
      for (;;) {
        const [stored] = await this.byIds([userId])
        if (stored?.blockedIds.includes(blockedId)) return 'was blocked'
        try {
          const { matchedCount, upsertedCount } = await model.updateOne(
            { _id: userId, $nor: [isFull], blockedIds: trusted({ $ne: blockedId }) },
            { $push: { blockedIds: blockedId } },
            { upsert: !stored },
          )
          if (matchedCount + upsertedCount > 0) return 'blocked'
          if (stored && stored.blockedIds.length >= MAX_BLOCKED_USERS) return 'full'
        } catch (error) {
          // Two made the user's document at once.
          if (duplicateKey(error) === null) throw error
        }
      }
    },

    /** False when the other one was not blocked. */
    async unblock(userId: string, blockedId: string): Promise<boolean> {
      const { modifiedCount } = await model.updateOne({ _id: userId }, { $pull: { blockedIds: blockedId } })
      return modifiedCount > 0
    },
  }
}

function toStored({ _id, findableEmail, blockedIds = [], ...privacy }: PrivacyDocument): StoredPrivacy {
  return { userId: _id, privacy: { ...privacy, findableByEmail: findableEmail !== undefined }, blockedIds }
}
