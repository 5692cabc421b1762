import type { ConfirmChannel } from 'amqplib'
import { serviceUnavailable } from './errors.ts'
import { keepChannel } from './rabbitmq.ts'
import type { RabbitmqConnection } from './rabbitmq.ts'

/** Why a message may not be in its queue: the broker refused it, sent it back, or did not confirm it in time. */
class PublishError extends Error {
  override name = 'PublishError'
}

export interface Publication {
  /** Goes there by the default exchange. */
  queue: string
  /** Sent as JSON. */
  payload: unknown
  /** Unique among the messages under way on this publisher. */
  messageId: string
  /** The broker discards the message, or dead-letters it, when it has not been consumed by then. */
  expirationMs?: number
  headers?: Record<string, string | number>
}

export interface Publisher extends AsyncDisposable {
  /**
   * Resolves once the broker has the message safe in its queue.
   * @throws DomainError SERVICE_UNAVAILABLE otherwise, with the reason as its original error, within
   * {@link CONFIRM_TIMEOUT_MS}; after a timeout the message may be there all the same
   */
  publish: (publication: Publication) => Promise<void>
}

/** How long a publication may take, waiting for a lost connection included. */
export const CONFIRM_TIMEOUT_MS = 3_000

/** Publishes persistent, mandatory messages with publisher confirms. */
export async function createPublisher(rabbitmq: RabbitmqConnection): Promise<Publisher> {
  const returned = new Set<unknown>()
  const kept = await keepChannel<ConfirmChannel>(
    rabbitmq,
    () => rabbitmq.model.createConfirmChannel(),
    async (channel) => {
      channel.on('return', (message) => returned.add(message.properties.messageId))
    },
  )

  const publishOn = (channel: ConfirmChannel, { queue, payload, messageId, ...publication }: Publication) =>
    new Promise<void>((resolve, reject) => {
      const content = Buffer.from(JSON.stringify(payload))
      const options = {
        messageId,
        headers: publication.headers,
        persistent: true,
        mandatory: true,
        contentType: 'application/json',
        timestamp: Math.floor(Date.now() / 1_000),
        ...(publication.expirationMs !== undefined && { expiration: String(Math.ceil(publication.expirationMs)) }),
      }
      channel.sendToQueue(queue, content, options, (error: unknown) => {
        // The broker sends a message back before it confirms it.
        if (returned.delete(messageId)) reject(new PublishError(`There is no queue ${queue}.`))
        else if (error) reject(new PublishError(`The broker did not take a message for ${queue}.`, { cause: error }))
        else resolve()
      })
    })

  return {
    publish: async (publication) => {
      const timeout = Promise.withResolvers<never>()
      const timer = setTimeout(
        () => timeout.reject(new PublishError(`The broker did not confirm a message within ${CONFIRM_TIMEOUT_MS} ms.`)),
        CONFIRM_TIMEOUT_MS,
      )
      try {
        const channel = await Promise.race([kept.open(), timeout.promise])
        await Promise.race([publishOn(channel, publication), timeout.promise])
      } catch (error) {
        throw serviceUnavailable(
          error instanceof PublishError ? error : new PublishError('The message was not sent.', { cause: error }),
        )
      } finally {
        clearTimeout(timer)
      }
    },
    [Symbol.asyncDispose]: () => kept[Symbol.asyncDispose](),
  }
}
