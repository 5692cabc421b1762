import type { Migration } from '@colloquy/platform/migrations'
import { mongo } from 'mongoose'
import { inBatches } from './in-batches.ts'

/** Of a conversation with more members none is told. */
const MAX_MEMBERS = 50

interface Membership {
  _id: mongo.ObjectId
  conversationId: string
  leftAtMs: number | null
  toldSeq?: number
}

interface Conversation {
  _id: string
  lastSeq: number
  memberCount: number
  lastActivityAt: Date
  lastEventAtMs: number
}

/**
 * Memberships tell when something happened in their conversation last, so that the newest of a user's conversations are found
 * without asking each. One that an event has told meanwhile knows better.
 */
export const membershipsAreTold: Migration = {
  name: '0005-memberships-are-told',
  run: (database, steps) => {
    const conversations = database.collection<Conversation>('conversations')
    return inBatches(
      database.collection<Membership>('memberships'),
      steps,
      (position) => (position === null ? {} : { _id: { $gt: new mongo.ObjectId(position) } }),
      async ({ _id, conversationId, leftAtMs, toldSeq }) => {
        if (leftAtMs !== null || toldSeq !== undefined) return null
        const conversation = await conversations.findOne({ _id: conversationId })
        if (!conversation) return null
        const { lastSeq, memberCount, lastActivityAt, lastEventAtMs } = conversation
        const told = memberCount > MAX_MEMBERS ? NOTHING : { lastActivityAt, lastEventAtMs }
        const filter = { _id, toldSeq: { $exists: false } }
        return { updateOne: { filter, update: { $set: { toldSeq: lastSeq, ...told } } } }
      },
    )
  },
}

const NOTHING = { lastActivityAt: null, lastEventAtMs: null }
