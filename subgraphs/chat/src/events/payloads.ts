import type { DurableEvent, MessagePayload } from '@colloquy/schema/events/durable-event'
import type { Attachment } from '../attachments/attachments.ts'
import type { Message } from '../messages/messages.ts'
import { quoteOf } from '../messages/new-message.ts'
import type { LogEntry } from './entry.ts'

/** Entries of the log as they are told to others: each with its message as it stands now. */
export type PayloadsOf = (entries: readonly LogEntry[]) => Promise<DurableEvent[]>

interface Sources {
  messages: { byIds: (ids: readonly string[]) => Promise<Message[]> }
  attachments: { byIds: (ids: readonly string[]) => Promise<Attachment[]> }
}

/** Joins entries with what they speak of, in one query of each kind however many there are. */
export function createPayloads({ messages, attachments }: Sources): PayloadsOf {
  return async (entries) => {
    const sentIds = entries.flatMap((entry) => (entry.type === 'MessageSent' ? [entry.body.messageId] : []))
    const found = byId(sentIds.length > 0 ? await messages.byIds(sentIds) : [])
    const sent = [...found.values()]
    const quotedIds = new Set(sent.flatMap(({ quotedId }) => (quotedId === null ? [] : [quotedId])))
    const furtherIds = [...quotedIds].filter((id) => !found.has(id))
    const attachmentIds = sent.flatMap((message) => message.attachmentIds)
    const [further, files] = await Promise.all([
      furtherIds.length > 0 ? messages.byIds(furtherIds) : [],
      attachmentIds.length > 0 ? attachments.byIds(attachmentIds) : [],
    ])
    const quotable = new Map([...found, ...byId(further)])
    const fileById = byId(files)

    const toPayload = (message: Message): MessagePayload => {
      const { id, seq, version, conversationId, senderId, clientId, text, quotedId } = message
      const quoted = quotedId === null ? undefined : quotable.get(quotedId)
      return {
        id,
        seq,
        version,
        conversationId,
        senderId,
        clientId,
        text,
        attachments: message.attachmentIds.flatMap((id) => {
          const file = fileById.get(id)
          return file ? [fileOf(file)] : []
        }),
        quote: quoted ? quoteOf(quoted) : null,
        sentAt: message.sentAt.toISOString(),
      }
    }
    return entries.map((entry) => {
      const { conversationId, seq, atMs } = entry
      const place = { conversationId, seq, atMs }
      switch (entry.type) {
        case 'MessageSent': {
          const message = found.get(entry.body.messageId)
          // Its place is kept, so that nothing stops here.
          if (!message) return { type: 'UnknownEvent', typeVersion: 1, ...place, really: 'a message that is not there' }
          return { type: entry.type, typeVersion: 2, ...place, message: toPayload(message) }
        }
        case 'MembersChanged': {
          const { joinedIds, leftIds, byId } = entry.body
          return { type: entry.type, typeVersion: 1, ...place, joinedIds, leftIds, byId }
        }
        case 'UnknownEvent':
          return { type: entry.type, typeVersion: 1, ...place, really: entry.body.really }
        default:
          return entry satisfies never
      }
    })
  }
}

const byId = <Value extends { id: string }>(values: readonly Value[]) =>
  new Map(values.map((value) => [value.id, value]))

const fileOf = ({ id, fileName, contentType, byteSize }: Attachment) => ({ id, fileName, contentType, byteSize })
