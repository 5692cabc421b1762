import { parseInput, notFound } from '@colloquy/platform/errors'
import { z } from 'zod'
import type { Conversation } from '../conversations/conversations.ts'
import type { PublishTransient } from '../events/publish.ts'
import { requireMembership } from '../members/members.ts'
import type { MemberStore } from '../members/store.ts'
import type { Discretion } from '../people/discretion.ts'
import type { ReadMarks } from './read-marks.ts'

export type Reads = ReturnType<typeof createReads>

/** How far members have read, and who is typing. */
export function createReads({
  members,
  conversations,
  events,
  readMarks,
  discretion,
  publish,
}: {
  members: Pick<MemberStore, 'current' | 'markRead'>
  conversations: { byId: (id: string) => Promise<Conversation | null> }
  events: { ordinalAt: (conversationId: string, seq: number) => Promise<number | null> }
  readMarks: Pick<ReadMarks, 'moved'>
  discretion: Pick<Discretion, 'isBlocked'>
  publish: PublishTransient
}) {
  return {
    /** Marks all up to and including `seq`, or the newest event, as read. Never goes back. */
    async markRead(viewerId: string, conversationId: string, seq: number): Promise<void> {
      parseInput(z.int().nonnegative(), seq, ['seq'])
      const membership = await requireMembership(members, conversationId, viewerId)
      const conversation = await conversations.byId(conversationId)
      if (!conversation) throw notFound('conversation')
      const upToSeq = Math.min(seq, conversation.lastSeq)
      if (upToSeq <= membership.lastReadSeq) return
      const ordinal =
        upToSeq === conversation.lastSeq ? conversation.lastOrdinal : await events.ordinalAt(conversationId, upToSeq)
      if (ordinal === null) throw new Error(`Conversation ${conversationId} lacks event ${upToSeq}.`)
      const hasMoved = await members.markRead(conversationId, viewerId, upToSeq, ordinal)
      if (hasMoved) readMarks.moved(conversationId, viewerId, upToSeq)
    },

    /** Tells the others that the viewer is typing, or no longer; where a block is between them, nobody. */
    async setTyping(viewerId: string, conversationId: string, typing: boolean): Promise<void> {
      await requireMembership(members, conversationId, viewerId)
      if (await discretion.isBlocked(conversationId)) return
      await publish({ type: 'TypingChanged', conversationId, userId: viewerId, typing })
    },
  }
}
