import type { Logger } from '@colloquy/platform/logger'
import type { Redis } from 'ioredis'
import type { RealtimeLimits } from '../limits.ts'
import type { PresenceStore } from './presence-store.ts'

export interface PresenceConnections extends AsyncDisposable {
  /**
   * Counts a connection as one of the user's until the function returned is called. Presence is shown or lost: when
   * Redis cannot be reached neither rejects, and a later heartbeat makes up for it.
   */
  connect: (userId: string, connectionId: string) => Promise<() => Promise<void>>
}

/** Keeps this process's connections alive in the presence store, by heartbeats. Disposing it takes all of them out. */
export function createPresenceConnections(
  redis: Redis,
  store: PresenceStore,
  logger: Logger,
  limits: RealtimeLimits,
): PresenceConnections {
  const userIds = new Map<string, string>()

  const attempt = async (step: Promise<void>) => {
    await step.catch((error: unknown) => logger.warn({ err: error }, 'presence could not be written'))
  }
  const beat = async () => {
    const connectionIds = [...userIds.keys()]
    for (let start = 0; start < connectionIds.length; start += limits.presenceCommandsAtOnce) {
      await Promise.all(
        connectionIds.slice(start, start + limits.presenceCommandsAtOnce).map(async (connectionId) => {
          const userId = userIds.get(connectionId)
          if (userId !== undefined) await attempt(store.touch(userId, connectionId))
        }),
      )
    }
  }
  const leave = async (connectionId: string) => {
    const userId = userIds.get(connectionId)
    if (userId === undefined) return
    userIds.delete(connectionId)
    await attempt(store.leave(userId, connectionId))
  }

  const onReady = () => void beat()
  redis.on('ready', onReady)
  const interval = setInterval(onReady, limits.presenceHeartbeatMs).unref()
  return {
    async connect(userId, connectionId) {
      userIds.set(connectionId, userId)
      await attempt(store.touch(userId, connectionId))
      return () => leave(connectionId)
    },
    async [Symbol.asyncDispose]() {
      clearInterval(interval)
      redis.off('ready', onReady)
      await Promise.all([...userIds.keys()].map(leave))
    },
  }
}
