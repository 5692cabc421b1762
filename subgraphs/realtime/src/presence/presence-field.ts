import { parseInput } from '@colloquy/platform/errors'
import { requireUser } from '@colloquy/platform/identity'
import type { Logger } from '@colloquy/platform/logger'
import type { MountedField } from '@colloquy/platform/mounted-subgraph'
import type { RedisChannels } from '@colloquy/platform/redis-channels'
import { MAX_PRESENCE_USERS } from '@colloquy/schema/rules'
import { z } from 'zod'
import type { RealtimeLimits } from '../limits.ts'
import type { PresenceStore } from './presence-store.ts'
import type { PresenceTopics } from './presence-topics.ts'
import { createPresenceWatch } from './presence-watch.ts'
import type { Sight } from './sight.ts'

const presenceArgs = z.object({
  userIds: z.array(z.string().min(1).max(64)).min(1).max(MAX_PRESENCE_USERS),
})

/** `Subscription.presence`: the presence of the users named as it is now, then each change, as far as the viewer may see it. */
export function createPresenceField({
  topics,
  store,
  sight,
  channels,
  logger,
  limits,
}: {
  topics: PresenceTopics
  store: PresenceStore
  sight: Sight
  channels: RedisChannels
  logger: Logger
  limits: RealtimeLimits
}): MountedField {
  return {
    async open({ args, viewer }, stream) {
      const { userId: viewerId } = requireUser(viewer, 'chats:read')
      const userIds = [...new Set(parseInput(presenceArgs, args).userIds)]
      using opening = new DisposableStack()
      const leases = await topics.acquireAll(userIds)
      for (const lease of leases.values()) opening.use(lease)
      const watch = opening.use(createPresenceWatch({ viewerId, stream, leases, sight, store, logger, limits }))
      opening.defer(channels.onGap(() => watch.look()))
      const listened = await Promise.allSettled([
        sight.onNews(viewerId, () => watch.look()),
        ...userIds.map((userId) => sight.onNews(userId, () => watch.look(userId))),
      ])
      for (const one of listened) if (one.status === 'fulfilled') opening.defer(one.value)
      for (const one of listened) if (one.status === 'rejected') throw one.reason
      await watch.start()
      const open = opening.move()
      return () => open.dispose()
    },
  }
}
