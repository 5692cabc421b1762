import { randomUUID } from 'node:crypto'
import { createLogger } from '@colloquy/platform/logger'
import { connectRedis } from '@colloquy/platform/redis'
import type { RedisConnection } from '@colloquy/platform/redis'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { createCodeStore } from '../src/sign-in/store.ts'
import type { CodeStore } from '../src/sign-in/store.ts'
import { newAddress } from './users-under-test.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

let redis: RedisConnection
let store: CodeStore

beforeAll(async () => {
  redis = await connectRedis(inject('infrastructure').redisUrl, createLogger('test', 'silent'))
  store = createCodeStore(redis)
})
afterAll(() => redis[Symbol.asyncDispose]())

test('one request a minute, five an hour, ten a day', async () => {
  const email = newAddress()
  const start = Date.now()
  const grantedAt: number[] = []
  for (let minute = 0; minute < 26 * 60; minute += 1) {
    const { granted } = await store.reserve(email, randomUUID(), start + minute * MINUTE_MS)
    if (granted) grantedAt.push(minute)
  }
  expect(grantedAt).toEqual([
    0,
    1,
    2,
    3,
    4,
    60,
    61,
    62,
    63,
    64,
    24 * 60,
    24 * 60 + 1,
    24 * 60 + 2,
    24 * 60 + 3,
    24 * 60 + 4,
    25 * 60,
    25 * 60 + 1,
    25 * 60 + 2,
    25 * 60 + 3,
    25 * 60 + 4,
  ])
})

test('says when the next request may come', async () => {
  const email = newAddress()
  const start = Date.now()
  expect(await store.reserve(email, 'first', start)).toEqual({ granted: true, nextAtMs: start + MINUTE_MS })
  expect(await store.reserve(email, 'early', start + 10)).toEqual({ granted: false, nextAtMs: start + MINUTE_MS })
  for (let minute = 1; minute < 5; minute += 1) {
    const { nextAtMs } = await store.reserve(email, `minute ${minute}`, start + minute * MINUTE_MS)
    expect(nextAtMs).toBe(minute === 4 ? start + HOUR_MS : start + (minute + 1) * MINUTE_MS)
  }
})

test('a request that is taken back does not count', async () => {
  const email = newAddress()
  const now = Date.now()
  await store.reserve(email, 'one', now)
  await store.release(email, 'one')
  expect(await store.reserve(email, 'two', now)).toMatchObject({ granted: true })
})

test('a code is gone once its time is over', async () => {
  const email = newAddress()
  await store.put(email, { id: 'a', mac: 'm', expiresAt: new Date(Date.now() - 1) })
  expect(await store.currentId(email)).toBeNull()
  expect(await store.guess(email, { id: 'a', mac: 'm' })).toMatchObject({ outcome: 'wrong' })
})

test('of twenty guesses at once, the sixth is too late even if it is right', async () => {
  const email = newAddress()
  await store.put(email, { id: 'a', mac: 'right', expiresAt: new Date(Date.now() + MINUTE_MS) })
  // Redis hears them in this order: they go out on one connection.
  const guesses = Array.from({ length: 20 }, (_, index) => (index < 5 ? 'wrong' : 'right'))
  const heard = await Promise.all(guesses.map((mac) => store.guess(email, { id: 'a', mac })))
  expect(heard.map(({ outcome }) => outcome)).toEqual(Array(20).fill('wrong'))
})

test('failures are forgotten when somebody signs in', async () => {
  const email = newAddress()
  for (let code = 0; code < 6; code += 1) {
    await store.put(email, { id: 'a', mac: 'right', expiresAt: new Date(Date.now() + MINUTE_MS) })
    for (let guess = 0; guess < 4; guess += 1) await store.guess(email, { id: 'a', mac: 'wrong' })
    expect(await store.guess(email, { id: 'a', mac: 'right' })).toMatchObject({ outcome: 'right' })
  }
})

test('a guess at the code before counts as a wrong one', async () => {
  const email = newAddress()
  await store.put(email, { id: 'old', mac: 'm', expiresAt: new Date(Date.now() + MINUTE_MS) })
  await store.put(email, { id: 'new', mac: 'n', expiresAt: new Date(Date.now() + MINUTE_MS) })
  for (let guess = 0; guess < 5; guess += 1) {
    expect(await store.guess(email, { id: 'old', mac: 'm' })).toMatchObject({ outcome: 'wrong' })
  }
  expect(await store.guess(email, { id: 'new', mac: 'n' })).toMatchObject({ outcome: 'wrong' })
})

test('nothing in Redis names the address or shows the code', async () => {
  const email = newAddress()
  await store.reserve(email, 'one', Date.now())
  expect(await redis.keys(`*${email}*`)).toEqual([])
})
