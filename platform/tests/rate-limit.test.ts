import { randomUUID } from 'node:crypto'
import { expect, inject, test } from 'vitest'
import { createLogger } from '../src/logger.ts'
import { createRateLimit, createUserLimit } from '../src/rate-limit.ts'
import { connectRedis } from '../src/redis.ts'
import { createSecurityLog } from '../src/security-log.ts'
import { recordLog } from '../src/testing/recorded-log.ts'

const connect = () => connectRedis(inject('infrastructure').redisUrl, createLogger('test', 'silent'))
const refusal = { code: 'RATE_LIMITED', extensions: { retryAfter: expect.any(Number) } }

test('a key has its share of a window, whichever process it comes to', async () => {
  await using redis = await connect()
  await using other = await connect()
  const options = { name: randomUUID(), points: 3, windowSeconds: 60 }
  const limits = [createRateLimit(redis, options), createRateLimit(other, options)]
  for (const index of [0, 1, 0]) await limits[index]?.take('ada')
  await expect(limits[1]?.take('ada')).rejects.toMatchObject(refusal)
  await expect(limits[1]?.take('ben')).resolves.toBeUndefined()
})

test('what is refused takes nothing, and what is given back can be taken again', async () => {
  await using redis = await connect()
  const limit = createRateLimit(redis, { name: randomUUID(), points: 10, windowSeconds: 60 })
  await limit.take('ada', 4)
  await expect(limit.take('ada', 7)).rejects.toMatchObject(refusal)
  await limit.take('ada', 6)
  await limit.giveBack('ada', 2)
  await limit.take('ada', 2)
  await expect(limit.take('ada')).rejects.toMatchObject(refusal)
})

test('without Redis nothing passes', async () => {
  const redis = await connect()
  const limit = createRateLimit(redis, { name: randomUUID(), points: 3, windowSeconds: 60 })
  redis.disconnect()
  await expect(limit.take('ada')).rejects.not.toMatchObject(refusal)
})

test('what a limit of users refuses is a security event, and nothing else is', async () => {
  await using redis = await connect()
  const { logger, securityEvents } = recordLog()
  const name = randomUUID()
  const limit = createUserLimit(redis, { name, points: 1, windowSeconds: 60, securityLog: createSecurityLog(logger) })
  await limit.take('ada')
  await limit.giveBack('ada')
  await limit.take('ada')
  expect(securityEvents()).toEqual([])
  await expect(limit.take('ada')).rejects.toMatchObject(refusal)
  expect(securityEvents()).toEqual([{ type: 'limit-reached', limit: name, userId: 'ada' }])
})
