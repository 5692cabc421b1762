import { list, port, readEnv, serviceEnv, urlOf } from '@colloquy/platform/config'
import type { Env } from '@colloquy/platform/config'
import { sealKey } from '@colloquy/platform/sealed'
import { MAIL_QUEUE_PREFIX } from '@colloquy/schema/jobs'
import { z } from 'zod'

/** Within the five minutes of a sign-in code there is room for five attempts. */
const RETRY_DELAYS_MS = [10_000, 30_000, 60_000, 120_000]

const mailWorkerEnv = serviceEnv.extend({
  /** Of the health routes. */
  PORT: port().default(4003),
  RABBITMQ_URL: urlOf('amqp', 'amqps'),
  REDIS_URL: urlOf('redis', 'rediss'),
  SMTP_URL: urlOf('smtp', 'smtps'),
  /** An address, or a name with one: `Colloquy <no-reply@example.org>`. */
  MAIL_FROM: z.string().regex(/^([^<>]*<[^<>\s]+@[^<>\s]+>|[^<>\s]+@[^<>\s]+)$/, 'must be an e-mail address'),
  MAIL_CODE_KEY: sealKey(),
  MAIL_QUEUE_PREFIX: z.string().default(MAIL_QUEUE_PREFIX),
  /** How long a mail waits before each further attempt; after the last one it is dead. */
  MAIL_RETRY_DELAYS_MS: list()
    .pipe(z.array(z.coerce.number<string>().int().min(1)).min(1))
    .default(RETRY_DELAYS_MS),
})

export type MailWorkerConfig = ReturnType<typeof readMailWorkerConfig>

/**
 * The worker's configuration.
 * @throws ConfigError naming every variable that is missing or wrong
 */
export function readMailWorkerConfig(env: Env) {
  const read = readEnv(mailWorkerEnv, env)
  return {
    host: read.HOST,
    port: read.PORT,
    logLevel: read.LOG_LEVEL,
    shutdownGraceMs: read.SHUTDOWN_GRACE_MS,
    rabbitmqUrl: read.RABBITMQ_URL,
    redisUrl: read.REDIS_URL,
    smtpUrl: read.SMTP_URL,
    mailFrom: read.MAIL_FROM,
    mailCodeKey: read.MAIL_CODE_KEY,
    mailQueuePrefix: read.MAIL_QUEUE_PREFIX,
    retryDelaysMs: read.MAIL_RETRY_DELAYS_MS,
  }
}
