import { port, readEnv, secret, serviceEnv, urlOf, whole } from '@colloquy/platform/config'
import type { Env } from '@colloquy/platform/config'
import { privateKeyPem, publicKeysPem } from '@colloquy/platform/signing-keys'
import { sealKey } from '@colloquy/platform/sealed'
import { MAIL_QUEUE_PREFIX } from '@colloquy/schema/jobs'
import { z } from 'zod'
import { ACCESS_TOKEN_TTL_SECONDS } from './sessions/signed-tokens.ts'

export const DEFAULT_ADDRESS_SEARCHES_PER_DAY = 100

const usersEnv = serviceEnv.extend({
  PORT: port().default(4001),
  GATEWAY_PUBLIC_KEYS: publicKeysPem(),
  CHAT_PUBLIC_KEYS: publicKeysPem(),
  /** With the name of the database. */
  MONGODB_URL: urlOf('mongodb', 'mongodb\\+srv'),
  REDIS_URL: urlOf('redis', 'rediss'),
  RABBITMQ_URL: urlOf('amqp', 'amqps'),
  MAIL_QUEUE_PREFIX: z.string().default(MAIL_QUEUE_PREFIX),
  MAIL_CODE_KEY: sealKey(),
  ACCESS_TOKEN_PRIVATE_KEY: privateKeyPem(),
  ACCESS_TOKEN_OTHER_PUBLIC_KEYS: publicKeysPem().default([]),
  ACCESS_TOKEN_ISSUER: z.string().default('colloquy'),
  /** How long an access token holds: a session that ends is remembered for as long as the longest. */
  ACCESS_TOKEN_SECONDS: whole(1).max(ACCESS_TOKEN_TTL_SECONDS).default(ACCESS_TOKEN_TTL_SECONDS),
  CODE_PEPPER: secret(),
  /** How often one user may look for somebody by an e-mail address. */
  ADDRESS_SEARCHES_PER_DAY: whole(1).default(DEFAULT_ADDRESS_SEARCHES_PER_DAY),
  SIGN_IN_CODES_PER_IP_PER_HOUR: whole(1).default(20),
  SIGN_IN_ATTEMPTS_PER_IP_PER_HOUR: whole(1).default(100),
})

export type UsersConfig = ReturnType<typeof readUsersConfig>

/**
 * The subgraph's configuration.
 * @throws ConfigError naming every variable that is missing or wrong
 */
export function readUsersConfig(env: Env) {
  const read = readEnv(usersEnv, env)
  return {
    host: read.HOST,
    port: read.PORT,
    logLevel: read.LOG_LEVEL,
    shutdownGraceMs: read.SHUTDOWN_GRACE_MS,
    trusted: { gateway: read.GATEWAY_PUBLIC_KEYS, chat: read.CHAT_PUBLIC_KEYS },
    mongodbUrl: read.MONGODB_URL,
    redisUrl: read.REDIS_URL,
    rabbitmqUrl: read.RABBITMQ_URL,
    mailQueuePrefix: read.MAIL_QUEUE_PREFIX,
    mailCodeKey: read.MAIL_CODE_KEY,
    accessTokenPrivateKey: read.ACCESS_TOKEN_PRIVATE_KEY,
    accessTokenOtherKeys: read.ACCESS_TOKEN_OTHER_PUBLIC_KEYS,
    accessTokenIssuer: read.ACCESS_TOKEN_ISSUER,
    accessTokenSeconds: read.ACCESS_TOKEN_SECONDS,
    codePepper: read.CODE_PEPPER,
    addressSearchesPerDay: read.ADDRESS_SEARCHES_PER_DAY,
    ipLimits: {
      codesPerHour: read.SIGN_IN_CODES_PER_IP_PER_HOUR,
      attemptsPerHour: read.SIGN_IN_ATTEMPTS_PER_IP_PER_HOUR,
    },
  }
}
