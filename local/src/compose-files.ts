import { createHash, randomBytes } from 'node:crypto'
import { publicKeysOf } from './make-secrets.ts'
import type { Secrets } from './make-secrets.ts'
import { withDatabase } from './mongodb-url.ts'

/** What the servers of a Compose stack know its services by. */
export type Passwords = ReturnType<typeof makePasswords>

/** What the environment gives instead of the stack's own: servers, and sets of keys; empty is none. */
export interface Given {
  gatewayPublicKeys?: string
  chatPublicKeys?: string
  mongodb?: string
  redis?: string
  rabbitmq?: string
  smtp?: string
}

/** By container and name of the file: what that container, and no other, gets to read. */
export type ContainerFiles = Record<string, Record<string, string>>

export const makePasswords = () => ({
  MONGODB_ROOT_PASSWORD: makePassword(),
  MONGODB_USERS_PASSWORD: makePassword(),
  MONGODB_CHAT_PASSWORD: makePassword(),
  REDIS_GATEWAY_PASSWORD: makePassword(),
  REDIS_USERS_PASSWORD: makePassword(),
  REDIS_CHAT_PASSWORD: makePassword(),
  REDIS_MAIL_WORKER_PASSWORD: makePassword(),
  RABBITMQ_USERS_PASSWORD: makePassword(),
  RABBITMQ_MAIL_WORKER_PASSWORD: makePassword(),
})

/** The files of secrets of each container. */
export function filesOf(secrets: Secrets, passwords: Passwords, given: Given = {}): ContainerFiles {
  const own = publicKeysOf(secrets)
  const GATEWAY_PUBLIC_KEYS = given.gatewayPublicKeys || own.GATEWAY_PUBLIC_KEYS
  const CHAT_PUBLIC_KEYS = given.chatPublicKeys || own.CHAT_PUBLIC_KEYS
  const { S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY, MAIL_CODE_KEY } = secrets
  const mongodb = (name: string, password: string) =>
    withDatabase(given.mongodb || `mongodb://${name}:${password}@mongodb:27017`, `colloquy_${name}`)
  const redis = (name: string, password: string) => given.redis || `redis://${name}:${password}@redis:6379`
  const rabbitmq = (name: string, password: string) => given.rabbitmq || `amqp://${name}:${password}@rabbitmq:5672`
  return {
    web: variables({ WEB_CLIENT_SECRET: secrets.WEB_CLIENT_SECRET }),
    gateway: variables({
      WEB_CLIENT_SECRET: secrets.WEB_CLIENT_SECRET,
      GATEWAY_PRIVATE_KEY: secrets.GATEWAY_PRIVATE_KEY,
      REDIS_URL: redis('gateway', passwords.REDIS_GATEWAY_PASSWORD),
    }),
    users: variables({
      GATEWAY_PUBLIC_KEYS,
      CHAT_PUBLIC_KEYS,
      ACCESS_TOKEN_PRIVATE_KEY: secrets.ACCESS_TOKEN_PRIVATE_KEY,
      CODE_PEPPER: secrets.CODE_PEPPER,
      MAIL_CODE_KEY,
      MONGODB_URL: mongodb('users', passwords.MONGODB_USERS_PASSWORD),
      REDIS_URL: redis('users', passwords.REDIS_USERS_PASSWORD),
      RABBITMQ_URL: rabbitmq('users', passwords.RABBITMQ_USERS_PASSWORD),
    }),
    chat: variables({
      GATEWAY_PUBLIC_KEYS,
      CHAT_PRIVATE_KEY: secrets.CHAT_PRIVATE_KEY,
      S3_ACCESS_KEY_ID,
      S3_SECRET_ACCESS_KEY,
      MONGODB_URL: mongodb('chat', passwords.MONGODB_CHAT_PASSWORD),
      REDIS_URL: redis('chat', passwords.REDIS_CHAT_PASSWORD),
    }),
    'mail-worker': variables({
      MAIL_CODE_KEY,
      SMTP_URL: given.smtp || 'smtp://mail:1025',
      REDIS_URL: redis('mail-worker', passwords.REDIS_MAIL_WORKER_PASSWORD),
      RABBITMQ_URL: rabbitmq('mail-worker', passwords.RABBITMQ_MAIL_WORKER_PASSWORD),
    }),
    s3: variables({ S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY }),
    mongodb: {
      'root-password': passwords.MONGODB_ROOT_PASSWORD,
      'users.json': JSON.stringify([
        { database: 'colloquy_users', user: 'users', password: passwords.MONGODB_USERS_PASSWORD },
        { database: 'colloquy_chat', user: 'chat', password: passwords.MONGODB_CHAT_PASSWORD },
      ]),
    },
    redis: { 'users.acl': redisUsers(passwords) },
    rabbitmq: { 'definitions.json': rabbitmqDefinitions(passwords) },
  }
}

const makePassword = (): string => randomBytes(24).toString('hex')

/** A file of variables as Node and shells read it. */
const variables = (values: Record<string, string>): Record<string, string> => ({
  'secrets.env': Object.entries(values)
    .map(([name, value]) => `${name}='${value}'\n`)
    .join(''),
})

/** Services may do all but administer; who does not sign in may ask whether the server lives. INFO is what clients ask first. */
function redisUsers(passwords: Passwords): string {
  const users = {
    gateway: passwords.REDIS_GATEWAY_PASSWORD,
    users: passwords.REDIS_USERS_PASSWORD,
    chat: passwords.REDIS_CHAT_PASSWORD,
    'mail-worker': passwords.REDIS_MAIL_WORKER_PASSWORD,
  }
  const lines = Object.entries(users).map(
    ([name, password]) => `user ${name} on #${sha256(password).toString('hex')} ~* &* +@all -@admin -@dangerous +info`,
  )
  return ['user default on nopass nocommands +ping', ...lines, ''].join('\n')
}

/** https://www.rabbitmq.com/docs/definitions */
function rabbitmqDefinitions(passwords: Passwords): string {
  const users = {
    users: passwords.RABBITMQ_USERS_PASSWORD,
    'mail-worker': passwords.RABBITMQ_MAIL_WORKER_PASSWORD,
  }
  const names = Object.keys(users)
  return JSON.stringify({
    vhosts: [{ name: '/' }],
    users: Object.entries(users).map(([name, password]) => ({ name, password_hash: saltedHash(password), tags: [] })),
    permissions: names.map((user) => ({ user, vhost: '/', configure: '.*', write: '.*', read: '.*' })),
  })
}

/** As RabbitMQ keeps passwords: four bytes of salt, and the SHA-256 of it and the password. */
function saltedHash(password: string): string {
  const salt = randomBytes(4)
  return Buffer.concat([salt, sha256(Buffer.concat([salt, Buffer.from(password)]))]).toString('base64')
}

const sha256 = (bytes: string | Buffer): Buffer => createHash('sha256').update(bytes).digest()
