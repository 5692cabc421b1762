import { Redis } from 'ioredis'
import type { ReadyCheck } from './http-server.ts'
import type { Logger } from './logger.ts'

export type RedisConnection = Redis & AsyncDisposable & { ready: ReadyCheck }

/** Longest pause between attempts to reconnect. */
const MAX_RETRY_DELAY_MS = 2_000

/**
 * Connects to Redis, and again for as long as it takes whenever the connection drops. Commands given meanwhile fail
 * after three attempts; subscriptions are renewed by themselves, but what was published meanwhile is lost: listen to
 * `ready` and catch up.
 */
export async function connectRedis(url: string, logger: Logger): Promise<RedisConnection> {
  const redis = new Redis(url, {
    lazyConnect: true,
    maxRetriesPerRequest: 3,
    retryStrategy: (attempt) => Math.min(50 * 2 ** attempt, MAX_RETRY_DELAY_MS),
  })
  redis.on('error', (error: Error) => logger.warn({ err: error }, 'redis'))
  await redis.connect()
  return Object.assign(redis, {
    ready: () => redis.ping(),
    [Symbol.asyncDispose]: async () => {
      redis.disconnect()
    },
  })
}

/** The clock of Redis, in milliseconds since the epoch. */
export async function redisTimeMs(redis: Pick<Redis, 'time'>): Promise<number> {
  const [seconds, microseconds] = await redis.time()
  return Number(seconds) * 1_000 + Math.floor(Number(microseconds) / 1_000)
}

/** Whether the error says that the server could not be asked, rather than what it has answered. ioredis does not export the class. */
export const isRedisAway = (error: unknown): boolean =>
  error instanceof Error && error.name === 'MaxRetriesPerRequestError'
