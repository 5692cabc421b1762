import { Schema } from 'mongoose'
import type { Connection, mongo } from 'mongoose'
import type { LogEntry } from '../events/entry.ts'
import type { Reaction } from './reactions.ts'

/** Whether somebody has reacted to a message with an emoji: kept also when they took it back, since entries may come again. */
interface ReactionDocument {
  /** The message, the user and the emoji. */
  _id: string
  messageId: string
  conversationId: string
  userId: string
  emoji: string
  /** Of the event that says so. */
  seq: number
  isOn: boolean
}

type Operation = mongo.AnyBulkWriteOperation<ReactionDocument>

const schema = new Schema<ReactionDocument>(
  {
    _id: { type: String, required: true },
    messageId: { type: String, required: true },
    conversationId: { type: String, required: true },
    userId: { type: String, required: true },
    emoji: { type: String, required: true },
    seq: { type: Number, required: true },
    isOn: { type: Boolean, required: true },
  },
  { collection: 'reactions', versionKey: false },
)
schema.index({ messageId: 1, isOn: 1, seq: 1 })

/** Who has reacted, from the first on. */
export type Reactor = Pick<ReactionDocument, 'messageId' | 'userId' | 'emoji' | 'seq'>

export type ReactionStore = ReturnType<typeof createReactionStore>

/** Who has reacted to messages with what. */
export function createReactionStore(connection: Connection) {
  const model = connection.model('Reaction', schema)
  const reactions = connection.collection<ReactionDocument>('reactions')
  const ofMessages = (messageIds: readonly string[]) => ({ messageId: { $in: [...messageIds] }, isOn: true })
  return {
    ensureIndexes: () => model.createIndexes(),

    /** How many have reacted to messages with each emoji; of one message in the order in which they came up. */
    async counts(messageIds: readonly string[]): Promise<Reaction[]> {
      const found = await reactions
        .aggregate<{
          _id: Pick<ReactionDocument, 'messageId' | 'emoji' | 'conversationId'>
          count: number
          seq: number
        }>([
          { $match: ofMessages(messageIds) },
          {
            $group: {
              _id: { messageId: '$messageId', emoji: '$emoji', conversationId: '$conversationId' },
              count: { $sum: 1 },
              seq: { $min: '$seq' },
            },
          },
          { $sort: { seq: 1 } },
        ])
        .toArray()
      return found.map(({ _id, count }) => ({ ..._id, count }))
    },

    /** Everybody who has reacted to messages, from the first on. */
    reactors: (messageIds: readonly string[]): Promise<Reactor[]> =>
      reactions.find(ofMessages(messageIds)).sort({ seq: 1 }).toArray(),

    /** What a user has reacted with to messages. */
    async own(userId: string, messageIds: readonly string[]): Promise<Reactor[]> {
      return reactions.find({ ...ofMessages(messageIds), userId }).toArray()
    },

    /** Notes what entries say; what a later one has said stays. Entries may come again. */
    async project(entries: readonly LogEntry[]): Promise<void> {
      const operations = entries.flatMap(consequences)
      if (operations.length > 0) await reactions.bulkWrite(operations, { ordered: true })
    },
  }
}

function consequences(entry: LogEntry): Operation[] {
  const { conversationId, seq } = entry
  switch (entry.type) {
    case 'ReactionChanged': {
      const { messageId, userId, emoji, added: isOn } = entry.body
      const _id = `${messageId} ${userId} ${emoji}`
      const none = { messageId, conversationId, userId, emoji, seq: 0, isOn: false }
      return [
        { updateOne: { filter: { _id }, update: { $setOnInsert: none }, upsert: true } },
        { updateOne: { filter: { _id, seq: { $lt: seq } }, update: { $set: { seq, isOn } } } },
      ]
    }
    case 'MessageDeleted':
      return [{ deleteMany: { filter: { messageId: entry.body.messageId } } }]
    case 'MessageSent':
    case 'MessageEdited':
    case 'MembersChanged':
    case 'UnknownEvent':
      return []
    default:
      return entry satisfies never
  }
}
