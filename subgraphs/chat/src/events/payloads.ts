import type { DurableEvent, MessagePayload } from '@colloquy/schema/events/durable-event'
import type { Attachment } from '../attachments/attachments.ts'
import type { Message } from '../messages/messages.ts'
import { quoteOf } from '../messages/new-message.ts'
import type { Reaction } from '../reactions/reactions.ts'
import { readDepartures } from './departures.ts'
import type { Departures } from './departures.ts'
import { messageIdOf } from './entry.ts'
import type { LogEntry } from './entry.ts'

/**
 * Entries of the log as they are told to others: each with its message as it stands now.
 * @param sentJustNow messages that are known to stand as they were sent, and need not be read
 */
export type PayloadsOf = (entries: readonly LogEntry[], sentJustNow?: readonly Message[]) => Promise<DurableEvent[]>

interface Sources {
  messages: { byIds: (ids: readonly string[]) => Promise<Message[]> }
  attachments: { byIds: (ids: readonly string[]) => Promise<Attachment[]> }
  members: { departures: Departures }
  reactions: { counts: (messageIds: readonly string[]) => Promise<Reaction[]> }
}

/**
 * Joins entries with what they speak of, in one query of each kind however many there are. The same is told to all who were
 * members at an entry, so what has changed since somebody of them left is left out: those who are members still hear of it by
 * the event that changed it.
 */
export function createPayloads({ messages, attachments, members, reactions }: Sources): PayloadsOf {
  return async (entries, sentJustNow = []) => {
    const known = byId(sentJustNow)
    const ids = new Set(entries.map(messageIdOf).filter((id) => id !== null))
    const unknownIds = [...ids].filter((id) => !known.has(id))
    const found = new Map([...known, ...byId(unknownIds.length > 0 ? await messages.byIds(unknownIds) : [])])
    const told = [...found.values()]
    const quotedIds = new Set(told.flatMap(({ quotedId }) => (quotedId === null ? [] : [quotedId])))
    const furtherIds = [...quotedIds].filter((id) => !found.has(id))
    const attachmentIds = told.flatMap((message) => message.attachmentIds)
    // A reaction is a change of its message.
    const reactedIds = told.filter(({ seq, version }) => version > seq).map(({ id }) => id)
    const [further, files, counts] = await Promise.all([
      furtherIds.length > 0 ? messages.byIds(furtherIds) : [],
      attachmentIds.length > 0 ? attachments.byIds(attachmentIds) : [],
      reactedIds.length > 0 ? reactions.counts(reactedIds) : [],
    ])
    const quotable = new Map([...found, ...byId(further)])
    const fileById = byId(files)
    const reactionsTo = Map.groupBy(counts, ({ messageId }) => messageId)
    const quotedBy = ({ quotedId }: Message) => (quotedId === null ? undefined : quotable.get(quotedId))
    const versions = entries.flatMap((entry) => {
      const message = found.get(messageIdOf(entry) ?? '')
      return message ? [{ entry, version: Math.max(message.version, quotedBy(message)?.contentVersion ?? 0) }] : []
    })
    const hasLeftBefore = await readDepartures(members.departures, versions)

    const toPayload = (entry: LogEntry, message: Message): MessagePayload => {
      const { id, seq, version, conversationId, senderId, clientId, text, sentAt, editedAt, deletedAt } = message
      const quoted = quotedBy(message)
      // Else reactions came since, of which a later event tells.
      const isTold = !hasLeftBefore(entry, version)
      return {
        id,
        seq,
        version: isTold ? version : Math.max(message.contentVersion, entry.seq),
        conversationId,
        senderId,
        clientId,
        text,
        attachments: message.attachmentIds.flatMap((id) => {
          const file = fileById.get(id)
          return file ? [fileOf(file)] : []
        }),
        quote: quoted ? { ...quoteOf(quoted), ...(hasLeftBefore(entry, quoted.contentVersion) && UNTOLD) } : null,
        sentAt: sentAt.toISOString(),
        editedAt: editedAt?.toISOString() ?? null,
        deletedAt: deletedAt?.toISOString() ?? null,
        reactions: isTold ? (reactionsTo.get(id) ?? []).map(({ emoji, count }) => ({ emoji, count })) : [],
      }
    }
    return entries.map((entry) => {
      const { conversationId, seq, atMs } = entry
      const place = { conversationId, seq, atMs }
      // The place is kept, so that nothing stops here.
      const unknown = (really: string) => ({ type: 'UnknownEvent', typeVersion: 1, ...place, really }) as const
      const message = found.get(messageIdOf(entry) ?? '')
      const isTold = message && !hasLeftBefore(entry, message.contentVersion)
      switch (entry.type) {
        case 'MessageSent':
          if (!message) return unknown('a message that is not there')
          if (!isTold) return unknown('a message that was changed after somebody left')
          return { type: entry.type, typeVersion: 2, ...place, message: toPayload(entry, message) }
        case 'MessageEdited':
        case 'MessageDeleted':
          if (!message) return unknown('a message that is not there')
          if (!isTold) return unknown('a message that was changed after somebody left')
          return { type: entry.type, typeVersion: 1, ...place, message: toPayload(entry, message) }
        case 'ReactionChanged': {
          if (!message) return unknown('a message that is not there')
          if (!isTold) return unknown('a message that was changed after somebody left')
          const { userId, emoji, added } = entry.body
          const reaction = { userId, emoji, added }
          return { type: entry.type, typeVersion: 1, ...place, message: toPayload(entry, message), ...reaction }
        }
        case 'MembersChanged': {
          const { joinedIds, leftIds, byId } = entry.body
          return { type: entry.type, typeVersion: 1, ...place, joinedIds, leftIds, byId }
        }
        case 'UnknownEvent':
          return unknown(entry.body.really)
        default:
          return entry satisfies never
      }
    })
  }
}

/** In the place of what a quoted message has come to since somebody left. */
const UNTOLD = { text: '', deletedAt: null }

const byId = <Value extends { id: string }>(values: readonly Value[]) =>
  new Map(values.map((value) => [value.id, value]))

const fileOf = ({ id, fileName, contentType, byteSize }: Attachment) => ({ id, fileName, contentType, byteSize })
