import { Schema, trusted } from 'mongoose'
import type { Connection } from 'mongoose'
import type { Attachment } from './attachments.ts'
import type { Picture } from './inspect.ts'

interface AttachmentDocument extends Omit<Attachment, 'id'> {
  _id: string
}

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
  },
  { collection: 'attachments', versionKey: false },
)

export type AttachmentStore = ReturnType<typeof createAttachmentStore>

/** What is known of files; their bytes are in the bucket. */
export function createAttachmentStore(connection: Connection) {
  const attachments = connection.model('Attachment', schema)
  return {
    async byIds(ids: readonly string[]): Promise<Attachment[]> {
      const found = await attachments.find({ _id: trusted({ $in: ids }) }).lean()
      return found.map(({ _id: id, ...attachment }) => ({ id, ...attachment }))
    },

    async insert({ id, ...attachment }: Attachment): Promise<void> {
      await attachments.create({ _id: id, ...attachment })
    },

    /** Makes an unused file part of a message. False when another message was faster. */
    async use(
      id: string,
      { picture, ...use }: { usedBy: string; conversationId: string; key: string; picture: Picture | null },
    ): Promise<boolean> {
      const { matchedCount } = await attachments.updateOne(
        { _id: id, usedBy: trusted({ $in: [null, use.usedBy] }) },
        { $set: { ...use, ...picture } },
      )
      return matchedCount > 0
    },
  }
}
