import { createHash } from 'node:crypto'
import { parseEnv } from 'node:util'
import { expect, test } from 'vitest'
import { filesOf, makePasswords } from './compose-files.ts'
import { makeSecrets } from './make-secrets.ts'

const secrets = makeSecrets()
const passwords = makePasswords()
const variablesOf = (files: ReturnType<typeof filesOf>, container: string) =>
  parseEnv(files[container]?.['secrets.env'] ?? '')

test('each secret goes to those that need it, and to nobody else', () => {
  const files = filesOf(secrets, passwords)
  const readers = (value: string) =>
    Object.keys(files).filter((container) => Object.values(files[container] ?? {}).some((text) => text.includes(value)))
  expect(readers(secrets.GATEWAY_PRIVATE_KEY)).toEqual(['gateway'])
  expect(readers(secrets.CHAT_PRIVATE_KEY)).toEqual(['chat'])
  expect(readers(secrets.ACCESS_TOKEN_PRIVATE_KEY)).toEqual(['users'])
  expect(readers(secrets.CODE_PEPPER)).toEqual(['users'])
  expect(readers(secrets.MAIL_CODE_KEY)).toEqual(['users', 'mail-worker'])
  expect(readers(secrets.S3_SECRET_ACCESS_KEY)).toEqual(['chat', 's3'])
  expect(readers(passwords.MONGODB_ROOT_PASSWORD)).toEqual(['mongodb'])
  expect(readers(passwords.MONGODB_CHAT_PASSWORD)).toEqual(['chat', 'mongodb'])
  expect(readers(passwords.REDIS_USERS_PASSWORD)).toEqual(['users'])
  expect(readers(passwords.RABBITMQ_USERS_PASSWORD)).toEqual(['users'])
})

test('a server that is given goes before the stack’s own', () => {
  const given = filesOf(secrets, passwords, { mongodb: 'mongodb://me:pw@mine/?replicaSet=a', redis: 'redis://mine' })
  expect(variablesOf(given, 'users')).toMatchObject({
    MONGODB_URL: 'mongodb://me:pw@mine/colloquy_users?replicaSet=a',
    REDIS_URL: 'redis://mine',
    RABBITMQ_URL: `amqp://users:${passwords.RABBITMQ_USERS_PASSWORD}@rabbitmq:5672`,
  })
})

test('RabbitMQ knows its users by salted hashes', () => {
  const text = filesOf(secrets, passwords).rabbitmq?.['definitions.json'] ?? ''
  const { users } = JSON.parse(text)
  const hash = Buffer.from(users[0].password_hash, 'base64')
  const expected = createHash('sha256').update(hash.subarray(0, 4)).update(passwords.RABBITMQ_USERS_PASSWORD).digest()
  expect(hash.subarray(4)).toEqual(expected)
})
