import type { Logger } from '@colloquy/platform/logger'
import type { RedisChannels } from '@colloquy/platform/redis-channels'
import { revokedSessionKey, userTopic, userTopicEvent } from '@colloquy/schema/topics'
import { unauthenticated } from '@colloquy/platform/errors'

/** Which sessions have ended before their access tokens have. */
export interface Sessions extends Disposable {
  isRevoked: (sessionId: string) => Promise<boolean>
  /**
   * Watches over a session for as long as a socket is open; resolves, with what ends the watch, once nothing can be missed.
   * @param onRevoked called at most once
   * @throws DomainError UNAUTHENTICATED when the session has ended already
   */
  watch: (session: { userId: string; sessionId: string }, onRevoked: () => void) => Promise<() => void>
}

/** The part of Redis that is asked. */
export interface RevokedKeys {
  exists: (key: string) => Promise<number>
}

/** Pub/sub may lose a revocation: watched sessions are looked up this often besides. */
const RECHECK_MS = 30_000
/** Lookups under way at a time. */
const RECHECK_BATCH = 500

export function createSessions({
  redis,
  channels,
  logger,
}: {
  redis: RevokedKeys
  channels: RedisChannels
  logger: Logger
}): Sessions {
  const watchers = new Map<string, Set<() => void>>()
  const isRevoked = async (sessionId: string) => (await redis.exists(revokedSessionKey(sessionId))) > 0

  const end = (sessionId: string) => {
    for (const onRevoked of watchers.get(sessionId) ?? []) onRevoked()
    watchers.delete(sessionId)
  }
  const recheck = async () => {
    const sessionIds = [...watchers.keys()]
    for (let at = 0; at < sessionIds.length; at += RECHECK_BATCH) {
      const batch = sessionIds.slice(at, at + RECHECK_BATCH)
      const revoked = await Promise.all(batch.map(isRevoked))
      for (const [index, sessionId] of batch.entries()) if (revoked[index]) end(sessionId)
    }
  }
  const recheckQuietly = () => {
    recheck().catch((error: unknown) => logger.warn({ err: error }, 'open sessions could not be checked'))
  }
  const timer = setInterval(recheckQuietly, RECHECK_MS).unref()
  const stopGaps = channels.onGap(recheckQuietly)

  return {
    isRevoked,
    async watch({ userId, sessionId }, onRevoked) {
      // Listen first and look after: a revocation in between is then heard or seen.
      const unlisten = await channels.listen(userTopic(userId), (payload) => {
        const event = userTopicEvent.safeParse(JSON.parse(payload))
        if (event.success && event.data.type === 'SessionRevoked') end(event.data.sessionId)
      })
      const group = watchers.get(sessionId) ?? new Set()
      watchers.set(sessionId, group.add(onRevoked))
      const unwatch = () => {
        unlisten()
        group.delete(onRevoked)
        if (group.size === 0 && watchers.get(sessionId) === group) watchers.delete(sessionId)
      }
      try {
        if (await isRevoked(sessionId)) throw unauthenticated('The session has ended.')
      } catch (error) {
        unwatch()
        throw error
      }
      return unwatch
    },
    [Symbol.dispose]() {
      clearInterval(timer)
      stopGaps()
    },
  }
}
