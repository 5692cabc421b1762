import { ENTRY_VERSIONS, readEntryContent } from '@colloquy/schema/events/log-entry'
import { Schema, mongo, trusted } from 'mongoose'
import type { Connection } from 'mongoose'
import { EMPTY_HEAD, headOf } from './entry.ts'
import type { Head, LogEntry, NewEntry } from './entry.ts'
import { together } from './together.ts'

/** An entry as it lies in the database. */
interface EventDocument extends Head {
  conversationId: string
  atMs: number
  type: string
  typeVersion: number
  /** What schema/src/events/log-entry.ts says of the type in that version. */
  body: object
  clientKey?: string
  /** Commit time, for as long as the event is not both applied and published; then absent. */
  pendingSinceMs?: number
}

const schema = new Schema<EventDocument>(
  {
    conversationId: { type: String, required: true },
    seq: { type: Number, required: true },
    ordinal: { type: Number, required: true },
    memberCount: { type: Number, required: true },
    atMs: { type: Number, required: true },
    type: { type: String, required: true },
    typeVersion: { type: Number, required: true },
    body: { type: Schema.Types.Mixed, required: true },
    clientKey: String,
    pendingSinceMs: Number,
  },
  { collection: 'events', versionKey: false, minimize: false },
)
schema.index({ conversationId: 1, seq: 1 }, { unique: true })
schema.index({ clientKey: 1 }, { unique: true, sparse: true })
const BY_TIME = { conversationId: 1, atMs: 1 } as const
schema.index(BY_TIME)
schema.index({ pendingSinceMs: 1 }, { sparse: true })

/** How long what is done waits at most to be marked, so that it is marked together. */
const DONE_REST_MS = 50

/** Events of one conversation with afterSeq < seq <= upToSeq. */
export interface Range {
  conversationId: string
  afterSeq: number
  upToSeq: number
}

/** Where an event is. */
export interface Place {
  conversationId: string
  seq: number
}

export type EventStore = ReturnType<typeof createEventStore>

/** What this version of the code can apply; the rest is for one that can. */
const READABLE = [
  ...Object.entries(ENTRY_VERSIONS).map(([type, version]) => ({ type, typeVersion: trusted({ $lte: version }) })),
  { type: trusted({ $exists: false }) },
]

/** The event log of all conversations. Entries are only ever added; of one that is done, what people wrote is taken out. */
export function createEventStore(connection: Connection) {
  const events = connection.model('Event', schema)
  const stored = connection.collection<EventDocument>('events')
  const markDone = together<Place>(async (places) => {
    const operations = seqsByConversation(places).map(({ conversationId, seqs }) => ({
      updateMany: {
        filter: { conversationId, seq: { $in: seqs } },
        update: { $unset: { pendingSinceMs: 1, 'body.text': 1 } } as const,
      },
    }))
    await stored.bulkWrite(operations, { ordered: false })
  }, DONE_REST_MS)
  const inRange = ({ conversationId, afterSeq, upToSeq }: Range) => ({
    conversationId,
    seq: trusted({ $gt: afterSeq, $lte: upToSeq }),
  })
  return {
    ensureIndexes: () => events.createIndexes(),

    async head(conversationId: string): Promise<Head> {
      const newest = await events.findOne({ conversationId }, 'seq ordinal memberCount').sort({ seq: -1 }).lean()
      return newest ? headOf(newest) : EMPTY_HEAD
    },

    /**
     * Commits entries that follow each other, in order, up to the first whose seq or client key is taken.
     * @returns how many were committed
     */
    async insert(entries: NewEntry[]): Promise<number> {
      try {
        await stored.insertMany(entries.map(toDocument))
        return entries.length
      } catch (error) {
        if (error instanceof mongo.MongoBulkWriteError && error.code === 11_000) return error.insertedCount
        throw error
      }
    },

    async byClientKey(clientKey: string): Promise<LogEntry | null> {
      const found = await events.findOne({ clientKey }).lean()
      return found && toEntry(found)
    },

    /** How many messages there are up to and including the event with this seq; null when there is none. */
    async ordinalAt(conversationId: string, seq: number): Promise<number | null> {
      const found = await events.findOne({ conversationId, seq }, 'ordinal').lean()
      return found?.ordinal ?? null
    },

    /** What the log had come to with each of the events. */
    async headsAt(places: readonly Place[]): Promise<(Place & Head)[]> {
      const at = places.map(({ conversationId, seq }) => ({ conversationId, seq }))
      const found = await events.find({ $or: at }, 'conversationId seq ordinal memberCount').lean()
      return found.map(({ conversationId, ...head }) => ({ conversationId, ...headOf(head) }))
    },

    /** Where the messages with the client keys are. */
    async placesOf(clientKeys: readonly string[]): Promise<(Place & { clientKey: string })[]> {
      const found = await events
        .find({ clientKey: trusted({ $in: clientKeys }) }, 'conversationId seq clientKey')
        .lean()
      return found.map(({ conversationId, seq, clientKey = '' }) => ({ conversationId, seq, clientKey }))
    },

    /** Oldest first. */
    async range(range: Range, limit: number): Promise<LogEntry[]> {
      const found = await events.find(inRange(range)).sort({ seq: 1 }).limit(limit).lean()
      return found.map(toEntry)
    },

    /** Those that are there, in no particular order. */
    async at(places: readonly Place[]): Promise<LogEntry[]> {
      const at = seqsByConversation(places)
      const found = await events
        .find({ $or: at.map(({ conversationId, seqs }) => ({ conversationId, seq: trusted({ $in: seqs }) })) })
        .lean()
      return found.map(toEntry)
    },

    /** Those of the range that were committed at or after an instant, oldest first. Reads none from before it. */
    async since(range: Range, sinceMs: number, limit: number): Promise<LogEntry[]> {
      const found = await events
        .find({ ...inRange(range), atMs: trusted({ $gte: sinceMs }) })
        // Else the range of seqs might be walked, which for somebody without positions is all of the conversation.
        .hint(BY_TIME)
        .limit(limit)
        .lean()
      return found.map(toEntry).toSorted((a, b) => a.seq - b.seq)
    },

    /** What has been waiting since before an instant and can be applied here, oldest first. */
    async pending(beforeMs: number, limit: number): Promise<LogEntry[]> {
      const found = await events
        .find({ pendingSinceMs: trusted({ $lte: beforeMs }), $or: READABLE })
        .sort({ pendingSinceMs: 1 })
        .limit(limit)
        .lean()
      return found.map(toEntry)
    },

    /** Takes what people wrote out of entries about the messages that wait to be done, which have been applied. */
    async forgetTexts(messageIds: readonly string[]): Promise<void> {
      await events.updateMany(
        { pendingSinceMs: trusted({ $gt: 0 }), 'body.messageId': trusted({ $in: messageIds }) },
        { $unset: { 'body.text': 1 } },
      )
    },

    /** Entries that have been applied and published. */
    markDone,
  }
}

const seqsByConversation = (places: readonly Place[]) =>
  [...Map.groupBy(places, ({ conversationId }) => conversationId)].map(([conversationId, own]) => ({
    conversationId,
    seqs: own.map(({ seq }) => seq),
  }))

function toDocument({ type, body, ...envelope }: NewEntry): EventDocument {
  return { ...envelope, type, typeVersion: ENTRY_VERSIONS[type], body, pendingSinceMs: envelope.atMs }
}

function toEntry(document: EventDocument): LogEntry {
  const { conversationId, atMs, clientKey } = document
  return {
    conversationId,
    ...headOf(document),
    atMs,
    ...readEntryContent(document),
    ...(clientKey !== undefined && { clientKey }),
  }
}
