import type { CachedType, WatchEntity } from '@colloquy/federation'
import type { Logger } from '@colloquy/platform/logger'
import { parsePayload } from '@colloquy/platform/payload'
import type { RedisChannels } from '@colloquy/platform/redis-channels'
import { userTopic, userTopicEvent } from '@colloquy/schema/topics'

/** Users are in nearly every event, so their public fields are kept; pub/sub may lose a change, which shows for this long. */
export const CACHED_USERS: Record<'User', CachedType> = { User: { subgraph: 'users', ttlMs: 30_000, max: 10_000 } }

/**
 * Hears of the changes of users that are cached.
 * @param onChanged called with the id of a user whose profile is another than before
 */
export function watchUsers(channels: RedisChannels, onChanged: (userId: string) => void, logger: Logger): WatchEntity {
  return (_, userId) => {
    const channel = userTopic(userId)
    return channels.listen(channel, (payload) => {
      const event = parsePayload(userTopicEvent, payload, { logger, channel })
      if (event?.type === 'UserChanged') onChanged(userId)
    })
  }
}
