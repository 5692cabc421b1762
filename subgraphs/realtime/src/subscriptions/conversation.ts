import { badUserInput, notFound, parseInput } from '@colloquy/platform/errors'
import { requireUser } from '@colloquy/platform/identity'
import type { MountedField } from '@colloquy/platform/mounted-subgraph'
import { z } from 'zod'
import type { RealtimeLimits } from '../limits.ts'
import type { ConversationTopics } from '../topics/conversation-topics.ts'
import type { EventLog } from '../topics/event-log.ts'
import { createFollower } from './follower.ts'

const conversationArgs = z.object({
  id: z.string().min(1).max(64),
  afterSeq: z.int().nonnegative().nullish(),
})

/** `Subscription.conversation`: what happens in one conversation, to one of its members, for as long as it is one. */
export function createConversationField({
  topics,
  log,
  limits,
}: {
  topics: ConversationTopics
  log: EventLog
  limits: RealtimeLimits
}): MountedField {
  return {
    async open({ args, viewer }, stream) {
      const { userId } = requireUser(viewer, 'chats:read')
      const { id: conversationId, afterSeq } = parseInput(conversationArgs, args)
      using opening = new DisposableStack()
      const lease = await topics.acquire(conversationId)
      const follower = opening.use(
        createFollower({ lease, stream, userId, memberSinceSeq: 0, log, limits, onDeparted: () => stream.end() }),
      )
      // Asked after departures are listened for, so that none falls in between.
      const [membership] = (await log.memberships({ userId, conversationId })).memberships
      if (!membership) throw notFound('conversation')
      follower.confirm(membership.joinedSeq)
      const headSeq = Math.max(membership.headSeq, lease.value.head)
      if (typeof afterSeq === 'number' && afterSeq > headSeq) {
        throw badUserInput([{ path: ['afterSeq'], message: 'is ahead of the conversation' }])
      }
      if (typeof afterSeq !== 'number') stream.startsAfter(() => String(headSeq))
      await follower.start(afterSeq ?? headSeq)
      const open = opening.move()
      return () => open.dispose()
    },
  }
}
