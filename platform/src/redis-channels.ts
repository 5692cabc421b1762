import type { Redis } from 'ioredis'
import type { Logger } from './logger.ts'

/** Gets each payload published on a channel. A throw is logged and reaches neither Redis nor other listeners. */
export type ChannelListener = (payload: string) => void

export interface RedisChannels extends AsyncDisposable {
  /**
   * Listens to a channel; resolves with the way to stop once Redis has confirmed, so that nothing published from then
   * on is missed while the connection holds. Any number of listeners share one subscription, given back when the last
   * of them stops. Stopping twice is harmless.
   * @throws when Redis cannot be reached; nothing is listened to then
   */
  listen: (channel: string, listener: ChannelListener) => Promise<() => void>
  /**
   * Calls the listener after each reconnect, when all channels are subscribed again: anything published in between is
   * lost, on every channel. Returns the way to stop.
   */
  onGap: (listener: () => void) => () => void
}

/** Most channels in one SUBSCRIBE or UNSUBSCRIBE. */
const MAX_CHANNELS_PER_COMMAND = 1_000
/**
 * How often the connection is asked whether it still lives, since one that died without a word would stay silent for
 * ever; and how long the answer may take before the connection is replaced.
 */
const PING = { intervalMs: 10_000, timeoutMs: 5_000 }

interface Channel {
  listeners: Set<{ hear: ChannelListener }>
  confirmed: Promise<void>
}

type Verb = 'subscribe' | 'unsubscribe'

interface Batch {
  changes: Map<string, Verb>
  subscribed: Promise<void>
}

/**
 * Many listeners on many Redis channels over one connection, which is used for nothing else. What is asked for within
 * one turn of the event loop goes to Redis as one command.
 * @param redis a connection of its own; it stays the caller's to close, after this is disposed
 */
export function createRedisChannels(redis: Redis, logger: Logger, ping = PING): RedisChannels {
  const channels = new Map<string, Channel>()
  const gapListeners = new Set<() => void>()
  let batch: Batch | null = null

  // It would renew subscriptions in its own time and leave a failure to nobody; `renew` does it and knows when it is done.
  redis.options.autoResubscribe = false

  /** Resolves when what was asked of Redis in this turn is confirmed; of several changes of one channel the last counts. */
  const change = (channel: string, verb: Verb): Promise<void> => {
    batch ??= startBatch()
    batch.changes.set(channel, verb)
    return batch.subscribed
  }
  const startBatch = (): Batch => {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const changes = new Map<string, Verb>()
    queueMicrotask(() => {
      batch = null
      const named = (verb: Verb) => [...changes.keys()].filter((channel) => changes.get(channel) === verb)
      // When it fails the connection is gone, and the channel with it.
      send('unsubscribe', named('unsubscribe')).catch((error: unknown) => logger.warn({ err: error }, 'unsubscribing'))
      send('subscribe', named('subscribe')).then(resolve, reject)
    })
    // Nobody waits for a batch that only unsubscribes.
    promise.catch(() => undefined)
    return { changes, subscribed: promise }
  }
  const send = async (verb: Verb, names: string[]): Promise<void> => {
    const commands: Promise<unknown>[] = []
    for (let start = 0; start < names.length; start += MAX_CHANNELS_PER_COMMAND) {
      commands.push(redis[verb](...names.slice(start, start + MAX_CHANNELS_PER_COMMAND)))
    }
    await Promise.all(commands)
  }

  const onMessage = (name: string, payload: string) => {
    for (const { hear } of channels.get(name)?.listeners ?? []) {
      try {
        hear(payload)
      } catch (error) {
        logger.error({ err: error, channel: name }, 'a listener failed')
      }
    }
  }
  const renew = async () => {
    try {
      await send('subscribe', [...channels.keys()])
    } catch (error) {
      // The connection broke again; the next `ready` starts over. A refusal must not leave channels deaf for ever.
      logger.warn({ err: error }, 'could not subscribe again')
      if (redis.status === 'ready') redis.disconnect(true)
      return
    }
    logger.info({ channels: channels.size }, 'subscribed again after a lost connection')
    for (const listener of gapListeners) listener()
  }
  const onReady = () => void renew()
  redis.on('message', onMessage)
  redis.on('ready', onReady)
  const pings = startPings(redis, logger, ping)

  return {
    async listen(name, hear) {
      const channel = channels.get(name) ?? { listeners: new Set(), confirmed: change(name, 'subscribe') }
      channels.set(name, channel)
      const listener = { hear }
      channel.listeners.add(listener)
      const stop = () => {
        channel.listeners.delete(listener)
        if (channel.listeners.size > 0 || channels.get(name) !== channel) return
        channels.delete(name)
        void change(name, 'unsubscribe')
      }
      try {
        await channel.confirmed
      } catch (error) {
        stop()
        throw error
      }
      return stop
    },
    onGap(listener) {
      const own = () => listener()
      gapListeners.add(own)
      return () => gapListeners.delete(own)
    },
    async [Symbol.asyncDispose]() {
      pings[Symbol.dispose]()
      redis.off('message', onMessage)
      redis.off('ready', onReady)
      const names = [...channels.keys()]
      channels.clear()
      gapListeners.clear()
      if (redis.status === 'ready') await send('unsubscribe', names)
    },
  }
}

function startPings(redis: Redis, logger: Logger, { intervalMs, timeoutMs }: typeof PING): Disposable {
  let asking = false
  const ask = async () => {
    if (asking || redis.status !== 'ready') return
    asking = true
    const late = setTimeout(() => {
      logger.warn('the Redis subscriber does not answer; connecting anew')
      redis.disconnect(true)
    }, timeoutMs)
    // A ping that fails means that the connection closed, which reconnects by itself.
    await redis.ping().catch(() => undefined)
    clearTimeout(late)
    asking = false
  }
  const interval = setInterval(() => void ask(), intervalMs).unref()
  return { [Symbol.dispose]: () => clearInterval(interval) }
}
