import type { mongo } from 'mongoose'
import type { Conversation } from '../conversations/conversations.ts'
import type { LogEntry } from '../events/entry.ts'
import { placeOf } from './members.ts'
import type { Membership } from './members.ts'

/** When something happened in a conversation last. */
export type Activity = Pick<Conversation, 'lastActivityAt' | 'lastEventAtMs'>

/** What a membership was told of its conversation. */
interface Told {
  /** Seq of the newest event that it was told of. */
  toldSeq: number
  /** Both as the conversation has them, or ahead of it for a moment. */
  lastActivityAt: Date | null
  lastEventAtMs: number | null
}

/**
 * A membership as it is stored, with what it was told, so that the newest of a user's conversations are found without asking each.
 * Where that is null, or is not there since an earlier release wrote it, the conversation is to be asked.
 */
export interface MembershipDocument extends Membership, Told {}

export type Operation = mongo.AnyBulkWriteOperation<MembershipDocument>

/** Of a conversation with more members none is told of its events. */
export const MAX_MEMBERS_TOLD = 50

/** Those that have not ended. */
export const CURRENT = { leftAtMs: null }

/**
 * What entries of one conversation do to its memberships: begin and end them, mark as read by its sender what a message
 * follows, and tell them. Done again it changes nothing, also when later entries have been applied meanwhile.
 * @param readActivity of the conversation, with at least all that was applied before the entries
 */
export async function consequences(
  entries: LogEntry[],
  readActivity: () => Promise<Activity | null>,
): Promise<Operation[]> {
  const newest = entries.at(-1)
  if (!newest) return []
  const { conversationId, seq: toldSeq, memberCount } = newest
  const untold = { conversationId, ...CURRENT, toldSeq: { $not: { $gte: toldSeq } } }
  const isSmall = memberCount <= MAX_MEMBERS_TOLD
  const news = newsOf(entries)

  if (!entries.some(({ type }) => type === 'MembersChanged')) {
    const { lastActivityAt, lastEventAtMs } = news
    const $set = { toldSeq, ...(lastActivityAt && { lastActivityAt }) }
    const tell: Operation = { updateMany: { filter: untold, update: { $set, $max: { lastEventAtMs } } } }
    return [...entries.flatMap((entry) => ofEntry(entry, null)), ...(isSmall ? [tell] : [])]
  }
  // Who comes knows nothing, nor does anybody where the conversation had too many members: they are told all.
  const told: Told = isSmall
    ? { toldSeq, ...after(await readActivity(), news) }
    : { toldSeq, lastActivityAt: null, lastEventAtMs: null }
  const own = entries.flatMap((entry) => ofEntry(entry, told))
  if (!isSmall && !entries.some(findsFewMembers)) return own
  return [...own, { updateMany: { filter: untold, update: { $set: told } } }]
}

/** Whether the conversation was small enough to tell its members of an entry, or of the one before it. */
function findsFewMembers(entry: LogEntry): boolean {
  const { memberCount, type, body } = entry
  const before = type === 'MembersChanged' ? memberCount - body.joinedIds.length + body.leftIds.length : memberCount
  return Math.min(before, memberCount) <= MAX_MEMBERS_TOLD
}

interface News {
  /** Null when there is no message among them. */
  lastActivityAt: Date | null
  lastEventAtMs: number
}

function newsOf(entries: LogEntry[]): News {
  const message = entries.findLast(({ type }) => type === 'MessageSent')
  return {
    lastActivityAt: message ? new Date(message.atMs) : null,
    lastEventAtMs: Math.max(...entries.map(({ atMs }) => atMs)),
  }
}

const after = (before: Activity | null, { lastActivityAt, lastEventAtMs }: News) => ({
  lastActivityAt: lastActivityAt ?? before?.lastActivityAt ?? null,
  lastEventAtMs: Math.max(lastEventAtMs, before?.lastEventAtMs ?? 0),
})

/** @param told what memberships that begin are told; null when none begins */
function ofEntry(entry: LogEntry, told: Told | null): Operation[] {
  const { conversationId, seq, ordinal, atMs } = entry
  /** A stay that this event found under way. */
  const staying = (userId: string) => ({ conversationId, userId, joinedSeq: { $lt: seq }, ...CURRENT })
  switch (entry.type) {
    case 'MessageSent':
      return [
        {
          updateOne: {
            filter: { ...staying(entry.body.senderId), lastReadSeq: { $lt: seq } },
            update: { $set: { lastReadSeq: seq, lastReadOrdinal: ordinal } },
          },
        },
      ]
    case 'MembersChanged': {
      const { joinedIds, leftIds, ownerId } = entry.body
      const joins = joinedIds.map((userId, index): Operation => ({
        updateOne: {
          filter: { conversationId, userId, joinedSeq: seq },
          update: {
            $setOnInsert: {
              role: userId === ownerId ? 'OWNER' : 'MEMBER',
              joinedAt: new Date(atMs),
              place: placeOf(seq, index),
              leftSeq: null,
              leftAtMs: null,
              lastReadSeq: seq,
              lastReadOrdinal: ordinal,
              ...told,
            },
          },
          upsert: true,
        },
      }))
      const leaves = leftIds.map((userId): Operation => ({
        updateOne: { filter: staying(userId), update: { $set: { leftSeq: seq, leftAtMs: atMs } } },
      }))
      const heirs = ownerId === undefined ? [] : [ownerId]
      const inheritance = heirs.map((userId): Operation => ({
        updateOne: { filter: staying(userId), update: { $set: { role: 'OWNER' } } },
      }))
      return [...joins, ...leaves, ...inheritance]
    }
    case 'MessageEdited':
    case 'MessageDeleted':
    case 'ReactionChanged':
    case 'UnknownEvent':
      return []
    default:
      return entry satisfies never
  }
}
