import { exampleEnv } from '@colloquy/platform/testing/env-example'
import { createKeyPair } from '@colloquy/platform/testing/key-pair'
import { expect, test } from 'vitest'
import { readChatConfig } from './config.ts'

const env = {
  CHAT_PRIVATE_KEY: createKeyPair().privatePem,
  GATEWAY_PUBLIC_KEYS: createKeyPair().publicPem,
  MONGODB_URL: 'mongodb+srv://db.example/chat',
  REDIS_URL: 'redis://127.0.0.1:6379',
  USERS_URL: 'http://127.0.0.1:4001/graphql',
  S3_REGION: 'eu-central-1',
  S3_BUCKET: 'files',
  S3_ACCESS_KEY_ID: 'id',
  S3_SECRET_ACCESS_KEY: 'secret',
}

test('what is not said has a default', () => {
  expect(readChatConfig(env)).toMatchObject({ port: 4002, host: '0.0.0.0', s3: { forcePathStyle: false } })
})

test('the defaults are those of .env.example', () => {
  expect(readChatConfig({ ...exampleEnv(), ...env })).toEqual(readChatConfig(env))
})

test('all that is wrong is named at once', () => {
  expect(() => readChatConfig({ ...env, S3_BUCKET: '', USERS_URL: 'users', PORT: 'x' })).toThrow(
    /(?=[^]*S3_BUCKET: is not set)(?=[^]*USERS_URL: must be a URL)(?=[^]*PORT)/,
  )
})
