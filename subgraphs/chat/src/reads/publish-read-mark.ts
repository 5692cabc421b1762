import type { Logger } from '@colloquy/platform/logger'
import type { PublishTransient, PublishToUser } from '../events/publish.ts'
import type { Discretion } from '../people/discretion.ts'

/** Tells how far a user has read a conversation. Never rejects. */
export type PublishReadMark = (mark: { conversationId: string; userId: string; upToSeq: number }) => Promise<void>

/**
 * Tells it to all members where they may learn it, and otherwise to the user alone, whose other devices show it too. Where that
 * cannot be decided, to nobody.
 */
export function createPublishReadMark({
  discretion,
  publishTransient,
  publishToUser,
  logger,
}: {
  discretion: Pick<Discretion, 'showsReading'>
  publishTransient: PublishTransient
  publishToUser: PublishToUser
  logger: Logger
}): PublishReadMark {
  return async ({ conversationId, userId, upToSeq }) => {
    try {
      if (await discretion.showsReading(conversationId, userId)) {
        await publishTransient({ type: 'MessagesRead', conversationId, userId, upToSeq })
      } else {
        await publishToUser(userId, { type: 'OwnMessagesRead', conversationId, upToSeq })
      }
    } catch (error) {
      logger.warn({ err: error, conversationId }, 'a mark of reading is told to nobody')
    }
  }
}
