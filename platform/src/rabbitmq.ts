import { setTimeout as pause } from 'node:timers/promises'
import { connect } from 'amqplib'
import type { Channel, RecoveringChannelModel } from 'amqplib'
import { backoffMs } from './backoff.ts'
import type { ReadyCheck } from './http-server.ts'
import type { Logger } from './logger.ts'

/** A durable queue as it is to be: declared whenever a channel opens, so that a broker that lost it gets it again. */
export interface QueueDeclaration {
  name: string
  /** RabbitMQ's optional arguments, such as x-queue-type. They cannot be changed once the queue exists. */
  arguments: Record<string, string | number>
}

export interface RabbitmqOptions {
  /** Declared before anything is published or consumed, on every channel. */
  queues: readonly QueueDeclaration[]
  logger: Logger
}

export interface RabbitmqConnection extends AsyncDisposable {
  ready: ReadyCheck
  readonly model: RecoveringChannelModel
  readonly options: RabbitmqOptions
}

/** Pauses between attempts to connect double from the first to the longest. */
const FIRST_RETRY_DELAY_MS = 100
const MAX_RETRY_DELAY_MS = 5_000
/** Attempts at the start, about 10 s in all: a broker that is down then is an error, later on it is waited for. */
const INITIAL_RETRIES = 7
const CONNECT_TIMEOUT_MS = 5_000
/** A connection that is silent for twice as long is dead. */
const HEARTBEAT_SECONDS = 10

/**
 * Connects to RabbitMQ, and again for as long as it takes whenever the connection drops. What is built on it
 * ({@link keepChannel}) comes back by itself.
 * @throws when no broker answers within about 10 s
 */
export async function connectRabbitmq(url: string, options: RabbitmqOptions): Promise<RabbitmqConnection> {
  const { logger } = options
  const address = new URL(url)
  if (!address.searchParams.has('heartbeat')) address.searchParams.set('heartbeat', String(HEARTBEAT_SECONDS))
  const model = await connect(address.href, {
    noDelay: true,
    timeout: CONNECT_TIMEOUT_MS,
    recovery: {
      initialDelay: FIRST_RETRY_DELAY_MS,
      maxDelay: MAX_RETRY_DELAY_MS,
      initialMaxRetries: INITIAL_RETRIES,
    },
  })
  let connected = true
  model.on('connect', () => {
    connected = true
    logger.info('rabbitmq is back')
  })
  model.on('disconnect', (error) => {
    connected = false
    logger.warn({ err: error }, 'rabbitmq is gone')
  })
  model.on('error', (error) => logger.warn({ err: error }, 'rabbitmq'))
  return {
    model,
    options,
    ready: async () => {
      if (!connected) throw new Error('not connected')
      const channel = await model.createChannel()
      await channel.close()
    },
    [Symbol.asyncDispose]: () => model.close(),
  }
}

export interface KeptChannel<Kept extends Channel> extends AsyncDisposable {
  /** The open channel; waits while there is none. */
  open: () => Promise<Kept>
}

/**
 * Keeps one channel open: declares the queues on it, lets `prepare` set it up, and does so again with a new one whenever
 * it closes, be it by a lost connection, a restarted broker or an error on the channel.
 * @param prepare called once for each channel; a throw closes it and another is tried later
 * @throws when the first one cannot be opened, because a queue exists with other arguments, say
 */
export async function keepChannel<Kept extends Channel>(
  { options: { queues, logger } }: RabbitmqConnection,
  create: () => Promise<Kept>,
  prepare: (channel: Kept) => Promise<void>,
): Promise<KeptChannel<Kept>> {
  const ending = new AbortController()
  let opened: Kept | null = null
  let next = Promise.withResolvers<Kept>()

  const openOne = async (): Promise<void> => {
    const channel = await create()
    let closed = false
    channel.on('error', (error) => logger.warn({ err: error }, 'rabbitmq channel'))
    channel.on('close', () => {
      closed = true
      if (opened !== channel) return
      opened = null
      next = Promise.withResolvers()
      void reopen()
    })
    try {
      for (const queue of queues) {
        await channel.assertQueue(queue.name, { durable: true, arguments: queue.arguments })
      }
      await prepare(channel)
      if (closed || ending.signal.aborted) throw new Error('The channel closed while it was set up.')
    } catch (error) {
      await closeQuietly(channel)
      throw error
    }
    opened = channel
    next.resolve(channel)
  }

  const reopen = async (): Promise<void> => {
    for (let failures = 0; !ending.signal.aborted; failures += 1) {
      try {
        await pause(failures === 0 ? 0 : retryDelayMs(failures), undefined, { ref: false })
        return await openOne()
      } catch (error) {
        if (!ending.signal.aborted) logger.warn({ err: error, failures }, 'rabbitmq channel did not open')
      }
    }
  }

  await openOne()
  return {
    open: () => (opened ? Promise.resolve(opened) : next.promise),
    async [Symbol.asyncDispose]() {
      ending.abort()
      if (opened) await closeQuietly(opened)
    },
  }
}

const retryDelayMs = (failures: number): number =>
  backoffMs(failures, { firstMs: FIRST_RETRY_DELAY_MS, maxMs: MAX_RETRY_DELAY_MS })

/** Closing a channel that is closed already throws. */
async function closeQuietly(channel: Channel): Promise<void> {
  try {
    await channel.close()
  } catch {
    // It is closed, which is all that was wanted.
  }
}
