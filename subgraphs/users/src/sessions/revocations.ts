import type { RedisConnection } from '@colloquy/platform/redis'
import { REVOKED_SESSION_TTL_SECONDS, revokedSessionKey } from '@colloquy/schema/topics'
import type { UserTopic } from '../user-topic.ts'

export interface Revocations {
  /** Makes gateways refuse the session's access tokens and close its sockets. May be repeated. */
  announce: (userId: string, sessionId: string) => Promise<void>
}

/** Tells gateways of sessions that ended while access tokens of theirs still hold. */
export function createRevocations(redis: RedisConnection, userTopic: UserTopic): Revocations {
  return {
    announce: async (userId, sessionId) => {
      // The key first: a socket that is closed by the news must find the session revoked when it comes back.
      await redis.set(revokedSessionKey(sessionId), '1', 'EX', REVOKED_SESSION_TTL_SECONDS)
      await userTopic.publish(userId, { type: 'SessionRevoked', sessionId })
    },
  }
}
