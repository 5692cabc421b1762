import type { Clock } from '@colloquy/platform/clock'
import { parseInput } from '@colloquy/platform/errors'
import { requireUser } from '@colloquy/platform/identity'
import type { Logger } from '@colloquy/platform/logger'
import type { MountedField } from '@colloquy/platform/mounted-subgraph'
import type { RedisChannels } from '@colloquy/platform/redis-channels'
import { userTopic } from '@colloquy/schema/topics'
import { z } from 'zod'
import type { RealtimeLimits } from '../limits.ts'
import type { ConversationTopics } from '../topics/conversation-topics.ts'
import type { EventLog } from '../topics/event-log.ts'
import { cursorAt, readCursor } from './cursor.ts'
import { createInboxFeed } from './inbox-feed.ts'
import type { MembershipCheck } from './membership-check.ts'

export interface InboxDeps {
  topics: ConversationTopics
  log: EventLog
  channels: RedisChannels
  memberships: MembershipCheck
  clock: Pick<Clock, 'nowMs'>
  logger: Logger
  limits: RealtimeLimits
}

/**
 * `Subscription.inbox`: what happens in all of the viewer's conversations, including those joined later; with `after`,
 * what was missed comes first.
 */
export function createInboxField(deps: InboxDeps): MountedField {
  const inboxArgs = z.object({
    after: z.string().max(100).nullish(),
    seen: z
      .array(z.object({ conversationId: z.string().min(1).max(64), seq: z.int().nonnegative() }))
      .max(deps.limits.maxSeenPositions)
      .nullish(),
  })
  return {
    async open({ args, viewer }, stream) {
      const { userId } = requireUser(viewer, 'chats:read')
      const { after, seen } = parseInput(inboxArgs, args)
      const resume = typeof after === 'string' ? { afterMs: readCursor(after, 'after'), seen: seen ?? [] } : null
      using opening = new DisposableStack()
      const feed = opening.use(createInboxFeed({ ...deps, userId, stream }))
      // First of all: a membership that begins from here on is heard of.
      opening.defer(await deps.channels.listen(userTopic(userId), feed.hear))
      opening.defer(deps.memberships.watch(feed))
      if (!resume) stream.startsAfter(() => cursorAt(deps.clock.nowMs()))
      await feed.open(resume)
      const open = opening.move()
      return () => open.dispose()
    },
  }
}
