import { Schema, mongo, trusted } from 'mongoose'
import type { Connection } from 'mongoose'
import type { LogEntry } from '../events/entry.ts'
import { together } from '../events/together.ts'
import type { Activity } from '../members/consequences.ts'
import { peersOfKey } from './conversations.ts'
import type { Conversation, Founding } from './conversations.ts'

interface ConversationDocument extends Omit<Conversation, 'id' | 'peerIds'> {
  _id: string
  directKey?: string
  /** Until the first event is applied: what it is to say. */
  founding?: Pick<Founding, 'byId' | 'memberIds'>
  /** When that began, for as long; in milliseconds since the epoch. */
  foundingSinceMs?: number
}

const schema = new Schema<ConversationDocument>(
  {
    _id: { type: String, required: true },
    kind: { type: String, enum: ['DIRECT', 'GROUP'], required: true },
    title: { type: String, default: null },
    createdAt: { type: Date, required: true },
    lastSeq: { type: Number, required: true },
    lastOrdinal: { type: Number, required: true },
    memberCount: { type: Number, required: true },
    lastMessageId: { type: String, default: null },
    lastActivityAt: { type: Date, required: true },
    lastEventAtMs: { type: Number, required: true },
    directKey: String,
    founding: { type: new Schema({ byId: String, memberIds: [String] }, { _id: false }), required: false },
    foundingSinceMs: Number,
  },
  { collection: 'conversations', versionKey: false },
)
schema.index({ directKey: 1 }, { unique: true, sparse: true })
schema.index({ foundingSinceMs: 1 }, { sparse: true })

/** Most conversations that one sweep completes. */
const MAX_UNFOUNDED = 100

export type ConversationStore = ReturnType<typeof createConversationStore>

/** Conversations as they stand. Only those with an applied event are ever found by id. */
export function createConversationStore(connection: Connection) {
  const conversations = connection.model('Conversation', schema)
  const stored = connection.collection<ConversationDocument>('conversations')
  const move = together<mongo.AnyBulkWriteOperation<ConversationDocument>>(
    async (operations) => void (await stored.bulkWrite(operations, { ordered: false })),
  )
  return {
    ensureIndexes: () => conversations.createIndexes(),

    async byIds(ids: readonly string[]): Promise<Conversation[]> {
      const found = await conversations.find({ _id: trusted({ $in: ids }), lastSeq: trusted({ $gt: 0 }) }).lean()
      return found.map(toConversation)
    },

    async byId(id: string): Promise<Conversation | null> {
      const found = await conversations.findOne({ _id: id, lastSeq: trusted({ $gt: 0 }) }).lean()
      return found && toConversation(found)
    },

    async byDirectKey(directKey: string): Promise<{ id: string; founding: Founding | null } | null> {
      const found = await conversations.findOne({ directKey }).lean()
      return found && { id: found._id, founding: toFounding(found) }
    },

    /** When something happened in it last, as far as that is applied. */
    async activityOf(id: string): Promise<Activity | null> {
      return conversations.findById(id, '-_id lastActivityAt lastEventAtMs').lean()
    },

    /** False when there is one with this direct key. */
    async insert({ id, kind, title, directKey, byId, memberIds, atMs }: Founding): Promise<boolean> {
      const createdAt = new Date(atMs)
      try {
        await conversations.create({
          _id: id,
          kind,
          title,
          createdAt,
          lastSeq: 0,
          lastOrdinal: 0,
          memberCount: 0,
          lastMessageId: null,
          lastActivityAt: createdAt,
          lastEventAtMs: atMs,
          ...(directKey !== undefined && { directKey }),
          founding: { byId, memberIds },
          foundingSinceMs: atMs,
        })
        return true
      } catch (error) {
        if (error instanceof mongo.MongoServerError && error.code === 11_000) return false
        throw error
      }
    },

    async unfounded(beforeMs: number): Promise<Founding[]> {
      const found = await conversations
        .find({ foundingSinceMs: trusted({ $lte: beforeMs }) })
        .sort({ foundingSinceMs: 1 })
        .limit(MAX_UNFOUNDED)
        .lean()
      return found.map(toFounding).filter((founding) => founding !== null)
    },

    async appliedSeq(id: string): Promise<number> {
      const found = await conversations.findOne({ _id: id }, 'lastSeq').lean()
      return found?.lastSeq ?? 0
    },

    /** Moves the conversation to its newest entry. What is there already stays: entries may come again. */
    async project(entries: LogEntry[]): Promise<void> {
      const newest = entries.at(-1)
      if (!newest) return
      const message = entries.findLast((entry) => entry.type === 'MessageSent')
      const filter = { _id: newest.conversationId, lastSeq: { $lt: newest.seq } }
      const $set = {
        lastSeq: newest.seq,
        lastOrdinal: newest.ordinal,
        memberCount: newest.memberCount,
        ...(message && { lastMessageId: message.body.messageId, lastActivityAt: new Date(message.atMs) }),
      }
      const $max = { lastEventAtMs: Math.max(...entries.map(({ atMs }) => atMs)) }
      await move([{ updateOne: { filter, update: { $set, $max, $unset: { founding: 1, foundingSinceMs: 1 } } } }])
    },
  }
}

function toConversation(document: ConversationDocument): Conversation {
  const { _id: id, kind, title, createdAt, lastSeq, lastOrdinal, memberCount, lastMessageId } = document
  const { lastActivityAt, lastEventAtMs, directKey } = document
  const head = { lastSeq, lastOrdinal, memberCount, lastMessageId, lastActivityAt, lastEventAtMs }
  return { id, kind, peerIds: peersOfKey(directKey), title, createdAt, ...head }
}

function toFounding({ _id: id, kind, title, directKey, founding, foundingSinceMs }: ConversationDocument) {
  if (!founding || foundingSinceMs === undefined) return null
  return { id, kind, title, directKey, ...founding, atMs: foundingSinceMs }
}
