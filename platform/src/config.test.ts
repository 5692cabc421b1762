import { expect, test } from 'vitest'
import { z } from 'zod'
import { ConfigError, flag, list, port, readEnv, secret, urlOf } from './config.ts'

const schema = z.object({
  PORT: port().default(4000),
  REDIS_URL: urlOf('redis', 'rediss'),
  SECRET: secret(),
  ORIGINS: list().default([]),
  PATH_STYLE: flag().default(false),
})
const good = { REDIS_URL: 'redis://127.0.0.1:6379', SECRET: 'x'.repeat(32) }

test('gives typed values and defaults', () => {
  expect(readEnv(schema, { ...good, PORT: '80', ORIGINS: 'http://a, http://b', PATH_STYLE: 'true' })).toEqual({
    ...good,
    PORT: 80,
    ORIGINS: ['http://a', 'http://b'],
    PATH_STYLE: true,
  })
  expect(readEnv(schema, good).PORT).toBe(4000)
})

test('reports every bad variable at once, by name', () => {
  const read = () => readEnv(schema, { PORT: 'eighty', SECRET: 'short', PATH_STYLE: 'yes' })
  expect(read).toThrow(ConfigError)
  for (const name of ['PORT', 'REDIS_URL: is not set', 'SECRET', 'PATH_STYLE']) expect(read).toThrow(name)
})

test('takes an empty variable for one that is not set', () => {
  expect(readEnv(schema, { ...good, PORT: '' }).PORT).toBe(4000)
  expect(() => readEnv(schema, { ...good, SECRET: '' })).toThrow('SECRET: is not set')
})

test('shows what a wrong value is, but no secret and no password', () => {
  const wrong = { PORT: 'eighty', REDIS_URL: 'http://me:hunter2@there:6379', SECRET: 'hunter2' }
  expect(() => readEnv(schema, wrong)).toThrow('PORT: must be a port; it is "eighty"')
  expect(() => readEnv(schema, wrong)).toThrow('it is "http://…@there:6379"')
  expect(() => readEnv(schema, wrong)).toThrow('SECRET: must have at least 32 characters; it is not shown')
  expect(() => readEnv(schema, wrong)).not.toThrow('hunter2')
})
