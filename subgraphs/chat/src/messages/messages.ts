import { randomUUID } from 'node:crypto'
import { badUserInput } from '@colloquy/platform/errors'
import type { Attachments } from '../attachments/attachments.ts'
import { clientKeyOf } from '../events/entry.ts'
import type { LogEntry } from '../events/entry.ts'
import type { EventLog } from '../events/log.ts'
import { requireMembership } from '../members/members.ts'
import type { Membership } from '../members/members.ts'
import type { Discretion } from '../people/discretion.ts'
import type { ReadMarks } from '../reads/read-marks.ts'
import { parseNewMessage } from './new-message.ts'

/** A message as it stands. */
export interface Message {
  id: string
  conversationId: string
  seq: number
  /** Seq of the event that changed it last. */
  version: number
  /** Seq of the event by which its text, files and quote are what they are; not so the reactions. */
  contentVersion: number
  /** It is the how-manieth message of its conversation. */
  ordinal: number
  senderId: string
  clientId: string
  text: string
  attachmentIds: string[]
  /** The message that it answers. */
  quotedId: string | null
  sentAt: Date
  /** When its text was last made another; null when never. */
  editedAt: Date | null
  /** When what it said was taken away; null when it was not. */
  deletedAt: Date | null
}

/** The message that an entry sends; null when it is of another type, or was applied and has its text no longer. */
export function messageOf(entry: LogEntry): Message | null {
  if (entry.type !== 'MessageSent' || entry.body.text === undefined) return null
  const { conversationId, seq, ordinal, atMs } = entry
  const { messageId: id, text, ...message } = entry.body
  return {
    id,
    conversationId,
    seq,
    version: seq,
    contentVersion: seq,
    ordinal,
    ...message,
    text,
    sentAt: new Date(atMs),
    editedAt: null,
    deletedAt: null,
  }
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
  log: Pick<EventLog, 'append' | 'has'>
  readMarks: Pick<ReadMarks, 'moved'>
}) {
  const requireAnswered = async (conversationId: string, replyToId: string): Promise<void> => {
    const [answered] = await store.byIds([replyToId])
    if (answered?.conversationId === conversationId && answered.deletedAt === null) return
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
      const clientKey = clientKeyOf(conversationId, viewerId, clientId)
      const mayBeSent = async () => {
        await discretion.requireUnblocked(conversationId)
        if (replyToId !== null) await requireAnswered(conversationId, replyToId)
        await attachments.claim({ ids: attachmentIds, ownerId: viewerId, conversationId, usedBy: clientKey })
      }
      // Files that come with the same client id again are not the message's.
      const isRepeated = attachmentIds.length > 0 && (await log.has(clientKey))
      if (!isRepeated) {
        try {
          await mayBeSent()
        } catch (refusal) {
          // What has been sent stays so, whatever has become of what it answers, or between the two, since.
          if (!(await log.has(clientKey))) throw refusal
        }
      }
      const id = randomUUID()
      const message = { id, senderId: viewerId, clientId, text, attachmentIds, quotedId: replyToId }
      const entry = await log.append(conversationId, { type: 'MessageSent', message })
      if (entry?.type !== 'MessageSent') throw new Error('The log answered a message with another event.')
      const { messageId } = entry.body
      const sent = messageId === id ? messageOf(entry) : (await store.byIds([messageId]))[0]
      if (!sent) throw new Error(`Message ${messageId} is in the log and was not applied.`)
      // Whoever answers has read what is before the answer; their other devices show it as unread until they hear of it.
      if (lastReadOrdinal < sent.ordinal - 1) readMarks.moved(conversationId, viewerId, sent.seq)
      return sent
    },
  }
}
