import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { exampleEnv } from '@colloquy/platform/testing/env-example'
import { createKeyPair } from '@colloquy/platform/testing/key-pair'
import { expect, test } from 'vitest'
import { readUsersConfig } from './config.ts'

const pem = (namedCurve: string) =>
  generateKeyPairSync('ec', { namedCurve }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

const env = {
  MONGODB_URL: 'mongodb://127.0.0.1/users',
  REDIS_URL: 'redis://127.0.0.1',
  RABBITMQ_URL: 'amqp://127.0.0.1',
  GATEWAY_PUBLIC_KEYS: createKeyPair().publicPem,
  CHAT_PUBLIC_KEYS: createKeyPair().publicPem,
  CODE_PEPPER: 'p'.repeat(32),
  MAIL_CODE_KEY: randomBytes(32).toString('base64'),
  ACCESS_TOKEN_PRIVATE_KEY: pem('P-256'),
}

test('takes a key with real line breaks or written ones', () => {
  const { accessTokenPrivateKey } = readUsersConfig(env)
  const written = { ...env, ACCESS_TOKEN_PRIVATE_KEY: env.ACCESS_TOKEN_PRIVATE_KEY.replaceAll('\n', '\\n') }
  expect(readUsersConfig(written).accessTokenPrivateKey.equals(accessTokenPrivateKey)).toBe(true)
})

test('the defaults are those of .env.example', () => {
  expect(readUsersConfig({ ...exampleEnv(), ...env })).toEqual(readUsersConfig(env))
})

test('names every variable that is wrong, and quotes no secret', () => {
  const wrong = {
    ...env,
    MONGODB_URL: 'http://127.0.0.1',
    MAIL_CODE_KEY: randomBytes(16).toString('base64'),
    ACCESS_TOKEN_PRIVATE_KEY: pem('P-384'),
    CODE_PEPPER: 'short',
  }
  expect(() => readUsersConfig(wrong)).toThrow(
    /MONGODB_URL: must be a URL[^]*MAIL_CODE_KEY: must be 32 bytes[^]*ACCESS_TOKEN_PRIVATE_KEY: must be a P-256[^]*CODE_PEPPER: must have/,
  )
  expect(() => readUsersConfig(wrong)).not.toThrow(/short/)
})
