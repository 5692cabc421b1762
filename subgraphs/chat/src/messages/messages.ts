import { randomUUID } from 'node:crypto'
import { badUserInput } from '@colloquy/platform/errors'
import type { QuotePayload } from '@colloquy/schema/events/durable-event'
import type { Attachments } from '../attachments/attachments.ts'
import { clientKeyOf } from '../events/entry.ts'
import type { LogEntry } from '../events/entry.ts'
import type { EventLog } from '../events/log.ts'
import { requireMembership } from '../members/members.ts'
import type { Membership } from '../members/members.ts'
import type { Discretion } from '../people/discretion.ts'
import type { ReadMarks } from '../reads/read-marks.ts'
import { parseNewMessage, quoteOf } from './new-message.ts'

/** A message as it stands. */
export interface Message {
  id: string
  conversationId: string
  seq: number
  /** It is the how-manieth message of its conversation. */
  ordinal: number
  senderId: string
  clientId: string
  text: string
  attachmentIds: string[]
  quote: QuotePayload | null
  sentAt: Date
}

/** The message that an entry of the log sent; null when it is of another kind. */
export function messageOf({ payload, ordinal }: LogEntry): Message | null {
  if (payload.type !== 'MessageSent') return null
  const { attachments, sentAt, ...message } = payload.message
  return { ...message, ordinal, attachmentIds: attachments.map(({ id }) => id), sentAt: new Date(sentAt) }
}

export type Messages = ReturnType<typeof createMessages>

/** Sending of messages. */
export function createMessages({
  store,
  members,
  attachments,
  discretion,
  log,
  readMarks,
}: {
  store: { byIds: (ids: readonly string[]) => Promise<Message[]> }
  members: { current: (conversationId: string, userId: string) => Promise<Membership | null> }
  attachments: Pick<Attachments, 'claim'>
  discretion: Pick<Discretion, 'requireUnblocked'>
  log: Pick<EventLog, 'append'>
  readMarks: Pick<ReadMarks, 'moved'>
}) {
  const quoteFor = async (conversationId: string, replyToId: string) => {
    const [answered] = await store.byIds([replyToId])
    if (answered?.conversationId === conversationId) return quoteOf(answered)
    throw badUserInput([{ path: ['input', 'replyToId'], message: 'There is no such message in this conversation.' }])
  }

  return {
    /**
     * Sends a message, once for a client id: the same one again answers with the message that is there.
     * @throws DomainError NOT_FOUND to strangers, also when they sent it while they were members
     */
    async send(viewerId: string, input: unknown): Promise<Message> {
      const { conversationId, clientId, text, attachmentIds, replyToId } = parseNewMessage(input)
      const { lastReadOrdinal } = await requireMembership(members, conversationId, viewerId)
      await discretion.requireUnblocked(conversationId)
      const quote = replyToId === null ? null : await quoteFor(conversationId, replyToId)
      const claimed = await attachments.claim({
        ids: attachmentIds,
        ownerId: viewerId,
        conversationId,
        usedBy: clientKeyOf(conversationId, viewerId, clientId),
      })
      const message = { id: randomUUID(), senderId: viewerId, clientId, text, attachments: claimed, quote }
      const entry = await log.append(conversationId, { type: 'MessageSent', message })
      const sent = entry && messageOf(entry)
      if (!sent) throw new Error('The log answered a message with another event.')
      // Whoever answers has read what is before the answer; their other devices show it as unread until they hear of it.
      if (lastReadOrdinal < sent.ordinal - 1) readMarks.moved(conversationId, viewerId, sent.seq)
      return sent
    },
  }
}
