import type { Logger } from '@colloquy/platform/logger'
import type { RedisConnection } from '@colloquy/platform/redis'
import { userTopic } from '@colloquy/schema/topics'
import type { UserTopicEvent } from '@colloquy/schema/topics'

export interface UserTopic {
  /** Never fails what it follows from: that is committed, and whoever listens treats news as something that may be missing. */
  publish: (userId: string, event: UserTopicEvent) => Promise<void>
}

/** News of one user, on Redis pub/sub. */
export function createUserTopic(redis: RedisConnection, logger: Logger): UserTopic {
  return {
    publish: async (userId, event) => {
      try {
        await redis.publish(userTopic(userId), JSON.stringify(event))
      } catch (error) {
        logger.warn({ err: error, userId, type: event.type }, 'news of a user not published')
      }
    },
  }
}
