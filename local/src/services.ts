import { join } from 'node:path'
import type { Env } from '@colloquy/platform/config'
import { DEFAULT_SHUTDOWN_GRACE_MS } from '@colloquy/platform/config'
import type { InfrastructureAddresses } from './infrastructure.ts'
import { nodeCommand } from './infrastructure/stand-in.ts'
import { withDatabase } from './mongodb-url.ts'
import type { Ports } from './ports.ts'
import { answersHttp } from './processes/probes.ts'
import type { ProcessSpec } from './processes/supervisor.ts'
import { publicKeysOf } from './make-secrets.ts'
import type { Secrets } from './make-secrets.ts'

/** Where people and programs find the system. */
export interface Addresses {
  webUrl: string
  /** The gateway's /graphql, for HTTP and, with ws:, for sockets. */
  gatewayUrl: string
  /** The mail catcher's page and API. */
  mailUrl: string
}

export interface ServiceOptions {
  ports: Ports
  infrastructure: InfrastructureAddresses
  secrets: Secrets
  /** Variables for services beside those that the stack sets, such as limits. */
  env: Env
}

export type ServiceName = 'users' | 'chat' | 'mail-worker' | 'gateway' | 'web'

/** All people and programs have one address here. */
const SIGN_INS_PER_HOUR = '100000'
const CALLERS_PER_ADDRESS = '100000'
const READY_TIMEOUT_MS = 60_000
/** A service ends within its own grace, and a little for what comes after its drain. */
const AFTER_DRAIN_MS = 7_000

export const addressesOf = (ports: Ports, { mailApiUrl }: InfrastructureAddresses): Addresses => ({
  webUrl: `http://localhost:${ports.WEB_PORT}`,
  gatewayUrl: `http://localhost:${ports.GATEWAY_PORT}/graphql`,
  mailUrl: mailApiUrl.replace('127.0.0.1', 'localhost'),
})

/** Origins under which a browser may have the web open. */
export const webOrigins = (ports: Ports): string[] => [
  `http://localhost:${ports.WEB_PORT}`,
  `http://127.0.0.1:${ports.WEB_PORT}`,
]

/** The product's processes, configured to find each other on loopback. */
export function serviceSpecs(options: ServiceOptions): Record<ServiceName, ProcessSpec> {
  const { ports, infrastructure, secrets, env } = options
  const { mongodbUrl, redisUrl, rabbitmqUrl, s3, smtpUrl } = infrastructure
  const usersUrl = `http://127.0.0.1:${ports.USERS_PORT}`
  const publicS3 = s3.endpoint.replace('127.0.0.1', 'localhost')
  const { webUrl, gatewayUrl } = addressesOf(ports, infrastructure)
  const common = { ...env, NODE_ENV: 'production', HOST: '127.0.0.1' }
  const { GATEWAY_PUBLIC_KEYS, CHAT_PUBLIC_KEYS } = { ...publicKeysOf(secrets), ...env }

  return {
    users: service('users', 'subgraphs/users/src/main.ts', ports.USERS_PORT, {
      SIGN_IN_CODES_PER_IP_PER_HOUR: SIGN_INS_PER_HOUR,
      SIGN_IN_ATTEMPTS_PER_IP_PER_HOUR: SIGN_INS_PER_HOUR,
      ...common,
      MONGODB_URL: withDatabase(mongodbUrl, 'colloquy_users'),
      REDIS_URL: redisUrl,
      RABBITMQ_URL: rabbitmqUrl,
      GATEWAY_PUBLIC_KEYS,
      CHAT_PUBLIC_KEYS,
      ACCESS_TOKEN_PRIVATE_KEY: secrets.ACCESS_TOKEN_PRIVATE_KEY,
      CODE_PEPPER: secrets.CODE_PEPPER,
      MAIL_CODE_KEY: secrets.MAIL_CODE_KEY,
    }),
    chat: service('chat', 'subgraphs/chat/src/main.ts', ports.CHAT_PORT, {
      ...common,
      MONGODB_URL: withDatabase(mongodbUrl, 'colloquy_chat'),
      REDIS_URL: redisUrl,
      USERS_URL: `${usersUrl}/graphql`,
      CHAT_PRIVATE_KEY: secrets.CHAT_PRIVATE_KEY,
      GATEWAY_PUBLIC_KEYS,
      S3_ENDPOINT: s3.endpoint,
      S3_PUBLIC_ENDPOINT: publicS3,
      S3_REGION: s3.region,
      S3_BUCKET: s3.bucket,
      S3_ACCESS_KEY_ID: s3.accessKeyId,
      S3_SECRET_ACCESS_KEY: s3.secretAccessKey,
      S3_FORCE_PATH_STYLE: 'true',
    }),
    'mail-worker': service('mail-worker', 'mail-worker/src/main.ts', ports.MAIL_WORKER_PORT, {
      MAIL_FROM: 'Colloquy <no-reply@colloquy.example>',
      ...common,
      RABBITMQ_URL: rabbitmqUrl,
      REDIS_URL: redisUrl,
      SMTP_URL: smtpUrl,
      MAIL_CODE_KEY: secrets.MAIL_CODE_KEY,
    }),
    gateway: service('gateway', 'gateway/src/main.ts', ports.GATEWAY_PORT, {
      REQUESTS_PER_ADDRESS: CALLERS_PER_ADDRESS,
      SOCKETS_PER_ADDRESS: CALLERS_PER_ADDRESS,
      ANONYMOUS_SOCKETS_PER_ADDRESS: CALLERS_PER_ADDRESS,
      ...common,
      REDIS_URL: redisUrl,
      USERS_URL: `${usersUrl}/graphql`,
      CHAT_URL: `http://127.0.0.1:${ports.CHAT_PORT}/graphql`,
      JWKS_URL: `${usersUrl}/.well-known/jwks.json`,
      GATEWAY_PRIVATE_KEY: secrets.GATEWAY_PRIVATE_KEY,
      WEB_CLIENT_SECRET: secrets.WEB_CLIENT_SECRET,
      ALLOWED_ORIGINS: webOrigins(ports).join(','),
      PLAYGROUND_URL: `${webUrl}/playground`,
    }),
    web: webSpec(ports.WEB_PORT, {
      ...env,
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      GATEWAY_URL: gatewayUrl.replace('localhost', '127.0.0.1'),
      WEB_CLIENT_SECRET: secrets.WEB_CLIENT_SECRET,
      PUBLIC_GATEWAY_URL: gatewayUrl,
      PUBLIC_S3_ORIGIN: publicS3,
    }),
  }
}

const service = (name: string, main: string, port: number, variables: Env): ProcessSpec => ({
  name,
  command: nodeCommand(main, { ...variables, PORT: String(port) }),
  ...answering(port, variables),
})

/** The web's server, once it is built, as `next start` runs it. */
export function webSpec(port: number, variables: Env): ProcessSpec {
  const next = join(import.meta.dirname, '../../node_modules/next/dist/bin/next')
  const { args, ...command } = nodeCommand(next, variables)
  return {
    name: 'web',
    command: { ...command, args: [...args, 'start', 'web', '--hostname', '127.0.0.1', '--port', String(port)] },
    ...answering(port, variables),
  }
}

const answering = (port: number, { SHUTDOWN_GRACE_MS }: Env) => ({
  ports: [port],
  alive: () => answersHttp(`http://127.0.0.1:${port}/health/live`),
  ready: () => answersHttp(`http://127.0.0.1:${port}/health/ready`),
  readyTimeoutMs: READY_TIMEOUT_MS,
  graceMs: Number(SHUTDOWN_GRACE_MS ?? DEFAULT_SHUTDOWN_GRACE_MS) + AFTER_DRAIN_MS,
})
