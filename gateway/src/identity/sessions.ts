import type { Logger } from '@colloquy/platform/logger'
import { parsePayload } from '@colloquy/platform/payload'
import type { RedisChannels } from '@colloquy/platform/redis-channels'
import { revokedSessionKey, userTopic, userTopicEvent } from '@colloquy/schema/topics'
import { unauthenticated } from '@colloquy/platform/errors'

/** Which sessions have ended before their access tokens have. */
export interface Sessions extends Disposable {
  isRevoked: (sessionId: string) => Promise<boolean>
  /**
   * Watches over a session for as long as a socket is open; resolves, with what ends the watch, once nothing can be missed.
   * @param onEnded called at most once: at once when the session is revoked, within a second when its time is over
   * @throws DomainError UNAUTHENTICATED when the session has ended already
   */
  watch: (session: WatchedSession, onEnded: () => void) => Promise<() => void>
}

export interface WatchedSession {
  userId: string
  sessionId: string
  /** Undefined when it has no end of its own. */
  sessionExpiresAtMs?: number
}

/** The part of Redis that is asked. */
export interface RevokedKeys {
  exists: (key: string) => Promise<number>
}

/** Pub/sub may lose a revocation: watched sessions are looked up this often. */
const RECHECK_MS = 30_000
/** Nobody tells when a session's time is over. */
const EXPIRY_MS = 1_000
/** Lookups under way at a time. */
const RECHECK_BATCH = 500

interface Watcher {
  onEnded: () => void
  expiresAtMs: number
}

/** Knows of revoked sessions by Redis: a key while their tokens hold, and a message at the moment. */
export function createSessions({
  redis,
  channels,
  logger,
}: {
  redis: RevokedKeys
  channels: RedisChannels
  logger: Logger
}): Sessions {
  const watchers = new Map<string, Set<Watcher>>()
  const isRevoked = async (sessionId: string) => (await redis.exists(revokedSessionKey(sessionId))) > 0

  const end = (sessionId: string) => {
    for (const { onEnded } of watchers.get(sessionId) ?? []) onEnded()
    watchers.delete(sessionId)
  }
  /** Of one session, sockets that were opened with a later token may go on. */
  const endExpired = () => {
    const now = Date.now()
    for (const group of watchers.values()) {
      for (const watcher of group) {
        if (watcher.expiresAtMs > now) continue
        group.delete(watcher)
        watcher.onEnded()
      }
    }
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
  const timers = [setInterval(recheckQuietly, RECHECK_MS).unref(), setInterval(endExpired, EXPIRY_MS).unref()]
  const stopGaps = channels.onGap(recheckQuietly)

  return {
    isRevoked,
    async watch({ userId, sessionId, sessionExpiresAtMs = Infinity }, onEnded) {
      // Listen first and look after: a revocation in between is then heard or seen.
      const channel = userTopic(userId)
      const unlisten = await channels.listen(channel, (payload) => {
        const event = parsePayload(userTopicEvent, payload, { logger, channel })
        if (event?.type === 'SessionRevoked') end(event.sessionId)
      })
      const group = watchers.get(sessionId) ?? new Set()
      const watcher: Watcher = { onEnded, expiresAtMs: sessionExpiresAtMs }
      watchers.set(sessionId, group.add(watcher))
      const unwatch = () => {
        unlisten()
        group.delete(watcher)
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
      for (const timer of timers) clearInterval(timer)
      stopGaps()
    },
  }
}
