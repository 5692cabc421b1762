import { startHttpServer } from '@colloquy/platform/http-server'
import type { HttpServer } from '@colloquy/platform/http-server'
import { createLogger } from '@colloquy/platform/logger'
import type { Service } from '@colloquy/platform/process'
import { connectRabbitmq } from '@colloquy/platform/rabbitmq'
import { createConsumer } from '@colloquy/platform/rabbitmq-consumer'
import { createPublisher } from '@colloquy/platform/rabbitmq-publisher'
import { connectRedis } from '@colloquy/platform/redis'
import { mailQueues } from '@colloquy/schema/jobs'
import type { MailWorkerConfig } from './config.ts'
import { createMailHandler } from './consume.ts'
import { createMailer } from './mailer.ts'
import { createSendStates } from './send-states.ts'

/** Mails on their way at a time, each on an SMTP connection of its own. */
const MAX_CONCURRENT_SENDS = 8

/** Starts a mail worker: takes mail jobs from their queue and hands them to an SMTP server. Run as many as it takes. */
export async function startMailWorker(config: MailWorkerConfig): Promise<Service & Pick<HttpServer, 'url'>> {
  await using starting = new AsyncDisposableStack()
  const logger = createLogger('mail-worker', config.logLevel)
  const redis = starting.use(await connectRedis(config.redisUrl, logger))
  const { send, dead, retries } = mailQueues(config.mailQueuePrefix, config.retryDelaysMs)
  const queues = [send, dead, ...retries]
  const rabbitmq = starting.use(await connectRabbitmq(config.rabbitmqUrl, { queues, logger }))
  const mailer = starting.use(
    createMailer({ smtpUrl: config.smtpUrl, from: config.mailFrom, maxConnections: MAX_CONCURRENT_SENDS }),
  )
  const publisher = starting.use(await createPublisher(rabbitmq))
  const handle = createMailHandler({
    mailer,
    publisher,
    states: createSendStates(redis),
    codeKey: config.mailCodeKey,
    retries,
    deadLetterQueue: dead.name,
    logger,
  })
  const server = starting.use(
    await startHttpServer({
      host: config.host,
      port: config.port,
      graceMs: config.shutdownGraceMs,
      logger,
      routes: {},
      ready: { rabbitmq: rabbitmq.ready, redis: redis.ready, smtp: mailer.ready },
    }),
  )
  starting.use(
    await createConsumer(rabbitmq, {
      queue: send.name,
      prefetch: MAX_CONCURRENT_SENDS,
      graceMs: config.shutdownGraceMs,
      handle,
    }),
  )
  const running = starting.move()
  const { shutdownGraceMs } = config
  return { url: server.url, shutdownGraceMs, [Symbol.asyncDispose]: () => running.disposeAsync() }
}
