import { randomBytes } from 'node:crypto'
import { exampleEnv } from '@colloquy/platform/testing/env-example'
import { expect, test } from 'vitest'
import { readMailWorkerConfig } from './config.ts'

const env = {
  RABBITMQ_URL: 'amqps://127.0.0.1',
  REDIS_URL: 'rediss://127.0.0.1',
  SMTP_URL: 'smtps://127.0.0.1',
  MAIL_FROM: 'chat@people.example',
  MAIL_CODE_KEY: randomBytes(32).toString('base64'),
}

test('the defaults are those of .env.example', () => {
  expect(readMailWorkerConfig({ ...exampleEnv(), ...env })).toEqual(readMailWorkerConfig(env))
})

test.each([
  ['MAIL_FROM', 'nobody'],
  ['MAIL_RETRY_DELAYS_MS', '0'],
  ['SMTP_URL', 'http://127.0.0.1'],
  ['MAIL_CODE_KEY', randomBytes(16).toString('base64')],
])('%s cannot be %s', (name, value) => {
  expect(() => readMailWorkerConfig({ ...env, [name]: value })).toThrow(name)
})
