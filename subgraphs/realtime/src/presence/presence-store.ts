import { presenceTopic } from '@colloquy/schema/topics'
import type { Redis } from 'ioredis'
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { RealtimeLimits } from '../limits.ts'
import { leaveScript, settleScript, touchScript } from './scripts.ts'

/** What is known of a user's presence. */
export interface PresenceState {
  status: 'ONLINE' | 'OFFLINE'
  /** Milliseconds since the epoch; null when never seen. */
  lastSeenAtMs: number | null
}

/** What is shown of somebody whose presence is not to be seen: the same as of one who was never there. */
export const HIDDEN: PresenceState = { status: 'OFFLINE', lastSeenAtMs: null }

/**
 * Presence as Redis holds it. A user is online while a connection of theirs lives, and a little longer. Transitions are
 * decided and published on the user's presence topic by one script, so that each is announced once, in order.
 */
export interface PresenceStore {
  /** Says that a connection lives, from now on for the time to live. */
  touch: (userId: string, connectionId: string) => Promise<void>
  /** Says that a connection is gone. */
  leave: (userId: string, connectionId: string) => Promise<void>
  /** Presence of each user, in one round trip; who was never seen is offline. */
  read: (userIds: readonly string[]) => Promise<Map<string, PresenceState>>
  /** Users of a bucket whose last connection is gone for long enough, as far as can be told without a look at each. */
  due: (bucket: number) => Promise<string[]>
  /** Announces that the user is offline, if that is so by now. */
  settle: (userId: string) => Promise<void>
}

/** Users are spread over so many sets of what is due, each in a slot of its own should Redis be a cluster. */
export const PRESENCE_BUCKETS = 16

const storedState = z.object({
  status: z.enum(['ONLINE', 'OFFLINE']).default('OFFLINE'),
  lastSeenAtMs: z.coerce.number().nullable().default(null),
})

export function createPresenceStore(redis: Redis, limits: RealtimeLimits): PresenceStore {
  const run = (script: string, userId: string, ...args: (string | number)[]) =>
    redis.eval(script, 3, ...keysOf(userId), userId, presenceTopic(userId), ...args)
  return {
    async touch(userId, connectionId) {
      await run(touchScript, userId, connectionId, limits.presenceTtlMs, limits.offlineDelayMs)
    },
    async leave(userId, connectionId) {
      await run(leaveScript, userId, connectionId, limits.offlineDelayMs)
    },
    async settle(userId) {
      await run(settleScript, userId, limits.offlineDelayMs)
    },
    async due(bucket) {
      const [seconds, microseconds] = await redis.time()
      const nowMs = Number(seconds) * 1_000 + Math.floor(Number(microseconds) / 1_000)
      return redis.zrangebyscore(dueKey(bucket), '-inf', nowMs, 'LIMIT', 0, limits.presenceSweepPage)
    },
    async read(userIds) {
      // Commands given in one turn go out together: no pipeline object, which a cluster would refuse across slots.
      const states = await Promise.all(
        userIds.map(async (userId): Promise<[string, PresenceState]> => {
          const [, state] = keysOf(userId)
          return [userId, storedState.parse(await redis.hgetall(state))]
        }),
      )
      return new Map(states)
    },
  }
}

/** The keys of one user, all in one slot: connections (by expiry), state, and the bucket's set of what is due. */
function keysOf(userId: string): [string, string, string] {
  const bucket = createHash('md5').update(userId).digest().readUInt8(0) % PRESENCE_BUCKETS
  return [`presence:{${bucket}}:connections:${userId}`, `presence:{${bucket}}:state:${userId}`, dueKey(bucket)]
}

function dueKey(bucket: number): string {
  return `presence:{${bucket}}:due`
}
