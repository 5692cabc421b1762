import { Schema, trusted } from 'mongoose'
import type { Connection, mongo } from 'mongoose'
import type { LogEntry } from '../events/entry.ts'
import { together } from '../events/together.ts'
import type { HistoryRequest } from './history.ts'
import { messageOf } from './messages.ts'
import type { Message } from './messages.ts'

interface MessageDocument extends Omit<Message, 'id'> {
  _id: string
}

const schema = new Schema<MessageDocument>(
  {
    _id: { type: String, required: true },
    conversationId: { type: String, required: true },
    seq: { type: Number, required: true },
    version: { type: Number, required: true },
    contentVersion: Number,
    ordinal: { type: Number, required: true },
    senderId: { type: String, required: true },
    clientId: { type: String, required: true },
    text: { type: String, default: '' },
    attachmentIds: { type: [String], default: [] },
    quotedId: { type: String, default: null },
    sentAt: { type: Date, required: true },
    editedAt: { type: Date, default: null },
    deletedAt: { type: Date, default: null },
  },
  { collection: 'messages', versionKey: false },
)
schema.index({ conversationId: 1, seq: 1 }, { unique: true })

export type MessageStore = ReturnType<typeof createMessageStore>

/** Messages as they stand. */
export function createMessageStore(connection: Connection) {
  const messages = connection.model('Message', schema)
  const stored = connection.collection<MessageDocument>('messages')
  const write = together<Operation>(async (operations) => void (await stored.bulkWrite(operations, { ordered: true })))
  return {
    ensureIndexes: () => messages.createIndexes(),

    async byIds(ids: readonly string[]): Promise<Message[]> {
      const found = await messages.find({ _id: trusted({ $in: ids }) }).lean()
      return found.map(toMessage)
    },

    /** How long texts are in UTF-8, by the message's id; reads none of them into this process. */
    async textBytes(ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
      const found = await messages.aggregate<{ _id: string; bytes: number }>([
        { $match: { _id: { $in: ids } } },
        { $project: { bytes: { $strLenBytes: '$text' } } },
      ])
      return new Map(found.map(({ _id, bytes }) => [_id, bytes]))
    },

    /** Oldest first. */
    async history(conversationId: string, { direction, size, seq }: HistoryRequest): Promise<Message[]> {
      const bound = direction === 'forward' ? { $gt: seq } : { $lt: seq }
      const found = await messages
        .find({ conversationId, ...(seq !== null && { seq: trusted(bound) }) })
        .sort({ seq: direction === 'forward' ? 1 : -1 })
        .limit(size)
        .lean()
      const page = found.map(toMessage)
      return direction === 'forward' ? page : page.toReversed()
    },

    /** Adds and changes messages as entries say; what is there in a later version stays as it stands. */
    async project(entries: LogEntry[]): Promise<void> {
      const operations = entries.flatMap(consequences)
      if (operations.length > 0) await write(operations)
    },
  }
}

type Operation = mongo.AnyBulkWriteOperation<MessageDocument>

/** What is left of what a message says once it is deleted. */
const NOTHING = { text: '', attachmentIds: [], quotedId: null, editedAt: null }

function consequences(entry: LogEntry): Operation[] {
  const { seq, atMs } = entry
  switch (entry.type) {
    case 'MessageSent': {
      const sent = messageOf(entry)
      if (!sent) return []
      const { id, ...message } = sent
      return [{ updateOne: { filter: { _id: id }, update: { $setOnInsert: message }, upsert: true } }]
    }
    case 'MessageEdited': {
      const { messageId, text } = entry.body
      if (text === undefined) return []
      return [changeContent(messageId, seq, { text, editedAt: new Date(atMs) })]
    }
    case 'MessageDeleted':
      return [changeContent(entry.body.messageId, seq, { ...NOTHING, deletedAt: new Date(atMs) })]
    case 'ReactionChanged':
      return [{ updateOne: { filter: { _id: entry.body.messageId }, update: { $max: { version: seq } } } }]
    case 'MembersChanged':
    case 'UnknownEvent':
      return []
    default:
      return entry satisfies never
  }
}

/** Unless a later event has changed the content already. */
function changeContent(_id: string, seq: number, content: Partial<MessageDocument>): Operation {
  const isOlder = [{ contentVersion: { $lt: seq } }, { contentVersion: { $exists: false }, version: { $lt: seq } }]
  const update = { $set: { ...content, contentVersion: seq }, $max: { version: seq } }
  return { updateOne: { filter: { _id, $or: isOlder }, update } }
}

/** A message of an earlier release has no word of edits and deletions. */
const toMessage = ({ _id: id, ...message }: MessageDocument): Message => ({
  id,
  ...message,
  contentVersion: message.contentVersion ?? message.version,
  editedAt: message.editedAt ?? null,
  deletedAt: message.deletedAt ?? null,
})
