import { setTimeout as pause } from 'node:timers/promises'
import type { Channel, ConsumeMessage } from 'amqplib'
import { keepChannel } from './rabbitmq.ts'
import type { RabbitmqConnection } from './rabbitmq.ts'

export type Delivery = ConsumeMessage

export interface ConsumerOptions {
  queue: string
  /** Most messages handled at a time. */
  prefetch: number
  /**
   * Handles one message. `done` acknowledges it; `reject` gives it to the queue's dead-letter exchange. A throw means that
   * neither could be decided (a store is down, say): it is called again with the same message, with growing pauses.
   * `ending` is aborted when the consumer is disposed.
   */
  handle: (message: Delivery, ending: AbortSignal) => Promise<'done' | 'reject'>
  /** How long messages under way may take when the consumer is disposed; the broker then gives them to another. */
  graceMs: number
}

/** Pauses after a handler's throw double from the first to the longest. */
const FIRST_PAUSE_MS = 100
const MAX_PAUSE_MS = 5_000

/**
 * Consumes a queue with manual acknowledgement, and again after a lost connection. Messages are never requeued by `nack`:
 * from RabbitMQ 4.3 on that does not count toward the delivery limit, and loops for ever. Disposing it takes no new
 * messages, finishes those under way and closes the channel.
 */
export async function createConsumer(
  rabbitmq: RabbitmqConnection,
  { queue, prefetch, handle, graceMs }: ConsumerOptions,
): Promise<AsyncDisposable> {
  const { logger } = rabbitmq.options
  const ending = new AbortController()
  const underWay = new Set<Promise<void>>()
  let stopDelivery: () => Promise<unknown> = async () => undefined

  const settle = async (channel: Channel, message: Delivery, closed: AbortSignal) => {
    const stop = AbortSignal.any([closed, ending.signal])
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS)) {
      try {
        const outcome = await handle(message, ending.signal)
        if (closed.aborted) return
        return outcome === 'done' ? channel.ack(message) : channel.reject(message, false)
      } catch (error) {
        logger.error({ err: error, queue, messageId: message.properties.messageId }, 'message not handled')
      }
      try {
        await pause(pauseMs, undefined, { signal: stop })
      } catch {
        return
      }
    }
  }

  const kept = await keepChannel<Channel>(
    rabbitmq,
    () => rabbitmq.model.createChannel(),
    async (channel) => {
      const closed = new AbortController()
      channel.on('close', () => closed.abort())
      await channel.prefetch(prefetch)
      const { consumerTag } = await channel.consume(queue, (message) => {
        // No message: the broker cancelled the consumer, as it does when the queue is deleted.
        if (!message) {
          void channel.close().catch(() => undefined)
          return
        }
        const settled = settle(channel, message, closed.signal).finally(() => underWay.delete(settled))
        underWay.add(settled)
      })
      stopDelivery = () => (closed.signal.aborted ? Promise.resolve() : channel.cancel(consumerTag))
    },
  )

  return {
    async [Symbol.asyncDispose]() {
      await stopDelivery().catch(() => undefined)
      ending.abort()
      await Promise.race([Promise.all(underWay), pause(graceMs, undefined, { ref: false })])
      await kept[Symbol.asyncDispose]()
    },
  }
}
