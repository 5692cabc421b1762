import type { Identity, UserIdentity } from '@colloquy/platform/identity'
import { createLogger } from '@colloquy/platform/logger'
import { connectRedis } from '@colloquy/platform/redis'
import type { RedisConnection } from '@colloquy/platform/redis'
import { createRedisChannels } from '@colloquy/platform/redis-channels'
import type { DurableEvent } from '@colloquy/schema/events/durable-event'
import { inject } from 'vitest'
import { REALTIME_LIMITS } from '../src/limits.ts'
import type { RealtimeLimits } from '../src/limits.ts'
import { createRealtime } from '../src/realtime.ts'
import type { Realtime } from '../src/realtime.ts'
import { startChatPeer } from './chat-peer.ts'
import type { ChatPeer } from './chat-peer.ts'
import { createRecordingHub } from './viewers.ts'
import type { RecordingHub, RecordingStream } from './viewers.ts'

/** As in production, but for times: minutes become moments. */
const QUICK_LIMITS: RealtimeLimits = {
  ...REALTIME_LIMITS,
  topicLingerMs: 50,
  positionCheckIntervalMs: 250,
  freshTopicCheckMs: 50,
  reorderPatienceMs: 5,
  retryMinMs: 5,
  retryMaxMs: 50,
  membershipCheckIntervalMs: 250,
  presenceHeartbeatMs: 250,
  presenceTtlMs: 2_000,
  offlineDelayMs: 400,
  presenceSweepMs: 50,
}

const logger = createLogger('test', process.env.TEST_LOG_LEVEL ?? 'silent')

/** One gateway process as far as realtime sees it. */
export interface Process extends AsyncDisposable {
  realtime: Realtime
  hub: RecordingHub
  redis: RedisConnection
  /** Breaks the connection that listens, by the server. */
  killSubscriber: () => Promise<void>
  /** Opens a subscription, as a user who may read chats or somebody else. It ends with the process at the latest. */
  open: (
    field: string,
    who: string | Identity,
    args?: Record<string, unknown>,
    prepare?: (stream: RecordingStream) => void,
  ) => Promise<{ stream: RecordingStream; close: () => void }>
}

export interface World extends AsyncDisposable {
  chat: ChatPeer
  redis: RedisConnection
  startProcess: (limits?: Partial<RealtimeLimits>) => Promise<Process>
}

export const reader = (userId: string): UserIdentity => ({
  kind: 'user',
  userId,
  sessionId: 'session',
  scopes: ['chats:read'],
  ip: '127.0.0.1',
})

/** Redis and a chat to talk to, in which gateway processes can be started. */
export async function startWorld(): Promise<World> {
  const { redisUrl } = inject('infrastructure')
  const stack = new AsyncDisposableStack()
  const redis = stack.use(await connectRedis(redisUrl, logger))
  const chat = stack.use(await startChatPeer(redis, logger))

  const startProcess = async (limits: Partial<RealtimeLimits> = {}): Promise<Process> => {
    const parts = new AsyncDisposableStack()
    const commands = parts.use(await connectRedis(redisUrl, logger))
    const subscriber = parts.use(await connectRedis(redisUrl, logger))
    const channels = parts.use(createRedisChannels(subscriber, logger))
    const hub = createRecordingHub()
    const realtime = parts.use(
      await createRealtime({
        redis: commands,
        channels,
        chatUrl: chat.url,
        usersUrl: chat.url,
        headersFor: () => ({}),
        hub,
        clock: { nowMs: Date.now },
        logger,
        limits: { ...QUICK_LIMITS, ...limits },
      }),
    )
    return stack.use({
      realtime,
      hub,
      redis: commands,
      async killSubscriber() {
        if (subscriber.status !== 'ready') await new Promise((resolve) => subscriber.once('ready', resolve))
        const closed = new Promise((resolve) => subscriber.once('close', resolve))
        await redis.client('KILL', 'ADDR', `127.0.0.1:${subscriber.stream.localPort}`)
        await closed
      },
      async open(field, who, args = {}, prepare = () => undefined) {
        const stream = hub.createStream()
        prepare(stream)
        const mounted = realtime.fields[field]
        if (!mounted) throw new Error(`There is no field ${field}`)
        const viewer = typeof who === 'string' ? reader(who) : who
        const teardown = await mounted.open({ args, viewer }, stream)
        let closed = false
        const close = () => {
          if (closed) return
          closed = true
          stream.hangUp()
          teardown()
        }
        parts.defer(close)
        return { stream, close }
      },
      [Symbol.asyncDispose]: () => parts.disposeAsync(),
    })
  }
  return { chat, redis, startProcess, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}

export const freshId = (): string => crypto.randomUUID()

/** The seqs of what a stream got of one conversation. */
export function seqsOf({ delivered }: { delivered: object[] }, conversationId: string): number[] {
  return (delivered as Partial<DurableEvent>[]).flatMap((event) =>
    event.conversationId === conversationId && event.seq !== undefined ? [event.seq] : [],
  )
}

/** first, first + 1, … last. */
export const upTo = (last: number, first = 1): number[] =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index)

export const patient = { interval: 5, timeout: 10_000 }

/** A generator of numbers in [0, 1) that a seed determines (mulberry32). */
export function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
