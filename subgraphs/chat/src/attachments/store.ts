import { Schema, trusted } from 'mongoose'
import type { Connection } from 'mongoose'
import type { Attachment } from './attachments.ts'
import type { Picture } from './picture.ts'

interface AttachmentDocument extends Omit<Attachment, 'id'> {
  _id: string
}

/** How long an upload waits for a message, and a used one for that message to be sent. */
export const UNUSED_TTL_MS = 24 * 60 * 60 * 1_000

const schema = new Schema<AttachmentDocument>(
  {
    _id: { type: String, required: true },
    ownerId: { type: String, required: true },
    fileName: { type: String, required: true },
    contentType: { type: String, required: true },
    byteSize: { type: Number, required: true },
    createdAt: { type: Date, required: true },
    usedBy: { type: String, default: null },
    conversationId: { type: String, default: null },
    key: { type: String, default: null },
    width: { type: Number, default: null },
    height: { type: Number, default: null },
    sweepAt: { type: Date, default: null },
  },
  { collection: 'attachments', versionKey: false },
)
schema.index({ sweepAt: 1 }, { partialFilterExpression: { sweepAt: { $type: 'date' } } })

/** Where an upload's bytes are put. */
export const uploadKey = ({ ownerId, id }: Pick<Attachment, 'ownerId' | 'id'>): string => `uploads/${ownerId}/${id}`

export type AttachmentStore = ReturnType<typeof createAttachmentStore>

/** What is known of files; their bytes are in the bucket. */
export function createAttachmentStore(connection: Connection) {
  const attachments = connection.model('Attachment', schema)
  const unused = { usedBy: null, conversationId: null, key: null, width: null, height: null }
  return {
    ensureIndexes: () => attachments.createIndexes(),

    async byIds(ids: readonly string[]): Promise<Attachment[]> {
      const found = await attachments.find({ _id: trusted({ $in: ids }) }).lean()
      return found.map(toAttachment)
    },

    async insert({ id, ...attachment }: Attachment): Promise<void> {
      await attachments.create({ _id: id, ...attachment })
    },

    /** Makes an unused file part of a message. False when another message, or the same one's repeat, was faster. */
    async use(
      id: string,
      { picture, ...use }: { usedBy: string; conversationId: string; key: string; picture: Picture | null },
    ): Promise<boolean> {
      const sweepAt = new Date(Date.now() + UNUSED_TTL_MS)
      const { matchedCount } = await attachments.updateOne(
        { _id: id, usedBy: null },
        { $set: { ...use, ...picture, sweepAt } },
      )
      return matchedCount > 0
    },

    /** Takes back the use that put the bytes at `key`. */
    async release(id: string, key: string): Promise<void> {
      await attachments.updateOne({ _id: id, key }, { $set: unused })
    },

    /** Hands files to the next sweep: it removes those that their message does not have any more. */
    async discard(ids: readonly string[]): Promise<void> {
      await attachments.updateMany({ _id: trusted({ $in: ids }) }, { $set: { sweepAt: new Date() } })
    },

    /** What is to be swept by `now`, a bounded number. */
    async due(now: Date, limit: number): Promise<Attachment[]> {
      const found = await attachments
        .find({ sweepAt: trusted({ $lte: now }) })
        .limit(limit)
        .lean()
      return found.map(toAttachment)
    },

    /** Nothing is left to be swept of it. */
    async settle(id: string): Promise<void> {
      await attachments.updateOne({ _id: id }, { $set: { sweepAt: null } })
    },

    /** Removes the record, unless it has been used meanwhile. */
    async remove({ id, usedBy }: Pick<Attachment, 'id' | 'usedBy'>): Promise<void> {
      await attachments.deleteOne({ _id: id, usedBy })
    },
  }
}

const toAttachment = ({ _id: id, ...attachment }: AttachmentDocument): Attachment => ({ id, ...attachment })
