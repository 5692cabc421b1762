import type { Logger } from '@colloquy/platform/logger'
import type { RedisChannels } from '@colloquy/platform/redis-channels'
import { userTopic, userTopicEvent } from '@colloquy/schema/topics'

export interface UserChanges {
  /** From now on this user's changes are heard. */
  follow: (userId: string) => void
  unfollow: (userId: string) => void
}

/**
 * Hears which of the users that the gateway keeps copies of have changed. What changes in the moment before Redis confirms
 * is not heard; the copy's short life bounds how long that shows.
 */
export function createUserChanges({
  channels,
  onChanged,
  logger,
}: {
  channels: RedisChannels
  onChanged: (userId: string) => void
  logger: Logger
}): UserChanges {
  const followed = new Map<string, Promise<() => void>>()
  const listen = async (userId: string) => {
    try {
      return await channels.listen(userTopic(userId), (payload) => {
        const event = userTopicEvent.safeParse(JSON.parse(payload))
        if (event.success && event.data.type === 'UserChanged') onChanged(userId)
      })
    } catch (error) {
      logger.warn({ err: error, userId }, "a user's changes cannot be heard")
      return () => undefined
    }
  }
  return {
    follow(userId) {
      if (!followed.has(userId)) followed.set(userId, listen(userId))
    },
    unfollow(userId) {
      void followed.get(userId)?.then((unlisten) => unlisten())
      followed.delete(userId)
    },
  }
}
