import { randomUUID } from 'node:crypto'
import { createLogger } from '@colloquy/platform/logger'
import { connectRedis } from '@colloquy/platform/redis'
import type { RedisConnection } from '@colloquy/platform/redis'
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { generateRequestId } from '../src/sign-in/code.ts'
import { deriveKeys } from '../src/sign-in/keys.ts'
import { sharesOfDevice, sharesOfStranger } from '../src/sign-in/limits.ts'
import type { Shares } from '../src/sign-in/limits.ts'
import { createCodeStore } from '../src/sign-in/store.ts'
import type { CodeStore, LiveRequest } from '../src/sign-in/store.ts'
import { newAddress } from './users-under-test.ts'

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const GRANTED = { granted: true }
const { accountOf } = deriveKeys('pepper')

let redis: RedisConnection
let store: CodeStore
let account: string
/** The time that the store is told; requests themselves expire by Redis' own clock. */
let now: number

beforeAll(async () => {
  redis = await connectRedis(inject('infrastructure').redisUrl, createLogger('test', 'silent'))
  store = createCodeStore(redis)
})
afterAll(() => redis[Symbol.asyncDispose]())
beforeEach(() => {
  account = accountOf(newAddress())
  now = Date.now()
})

const stranger = (network = randomUUID()) => sharesOfStranger(network)
const ask = (shares: Shares) => store.reserve(generateRequestId(account), shares, now)

/** A live request; its right code has the MAC "right". */
async function live(shares: Shares, expiresAt = new Date(Date.now() + MINUTE_MS)): Promise<string> {
  const id = generateRequestId(account)
  await store.put(id, { mac: 'right', sealed: 'holder', shares, expiresAt })
  return id
}

async function guess(id: string, mac: string) {
  const request = await store.find(id)
  return request ? store.guess(id, request, mac, now) : { outcome: 'over' }
}

function liveRequest(found: LiveRequest | null): LiveRequest {
  if (!found) throw new Error('the request is not live')
  return found
}

/** Requests that are guessed at until they are over. */
async function fail(shares: Shares, requests: number): Promise<void> {
  for (let request = 0; request < requests; request += 1) {
    const id = await live(shares)
    for (let wrong = 0; wrong < 5; wrong += 1) await guess(id, 'wrong')
  }
}

/** How long until the next request is granted. */
async function wait(shares: Shares): Promise<number> {
  const { granted, nextAtMs } = await ask(shares)
  return granted ? 0 : nextAtMs - now
}

test.each([
  ['a network', stranger()],
  ['a device', sharesOfDevice('d')],
])('%s may ask once a minute, five times an hour, ten times a day', async (_, shares) => {
  const start = now
  const grantedAt: number[] = []
  for (let minute = 0; minute < 26 * 60; minute += 1) {
    now = start + minute * MINUTE_MS
    if ((await ask(shares)).granted) grantedAt.push(minute)
  }
  const fiveFrom = (minute: number) => [0, 1, 2, 3, 4].map((after) => minute + after)
  expect(grantedAt).toEqual([0, 60, 24 * 60, 25 * 60].flatMap(fiveFrom))
})

test('strangers may ask twenty times an hour and fifty times a day together', async () => {
  for (let request = 0; request < 20; request += 1) expect(await ask(stranger())).toMatchObject(GRANTED)
  expect(await ask(stranger())).toEqual({ granted: false, nextAtMs: now + HOUR_MS, reason: 'requests' })
  const start = now
  for (const { hour, requests } of [
    { hour: 1, requests: 20 },
    { hour: 2, requests: 10 },
  ]) {
    now = start + hour * HOUR_MS
    for (let request = 0; request < requests; request += 1) expect(await ask(stranger())).toMatchObject(GRANTED)
  }
  expect(await ask(stranger())).toMatchObject({ granted: false, nextAtMs: start + DAY_MS })
  expect(await ask(sharesOfDevice('d'))).toMatchObject(GRANTED)
})

test('says when the next request may come', async () => {
  const shares = stranger()
  expect(await ask(shares)).toEqual({ granted: true, nextAtMs: now + MINUTE_MS, reason: 'requests' })
  const nextAtMs = now + MINUTE_MS
  now += 10
  expect(await ask(shares)).toEqual({ granted: false, nextAtMs, reason: 'requests' })
})

test('a request that is taken back does not count', async () => {
  const [id, shares] = [generateRequestId(account), stranger()]
  await store.reserve(id, shares, now)
  await store.release(id, shares)
  expect(await ask(shares)).toMatchObject(GRANTED)
})

test('a request is over once its time is', async () => {
  const id = await live(stranger(), new Date(Date.now() - 1))
  expect(await guess(id, 'right')).toEqual({ outcome: 'over' })
})

test('of twenty guesses at once, the sixth is too late even if it is right', async () => {
  const id = await live(stranger())
  const request = liveRequest(await store.find(id))
  // Redis hears them in this order: they go out on one connection.
  const guesses = Array.from({ length: 20 }, (_, index) => (index < 5 ? 'wrong' : 'right'))
  const heard = await Promise.all(guesses.map((mac) => store.guess(id, request, mac, now)))
  expect(heard.slice(0, 5)).toEqual([4, 3, 2, 1, 0].map((guessesLeft) => ({ outcome: 'wrong', guessesLeft })))
  expect(heard.slice(5)).toEqual(Array.from({ length: 15 }, () => ({ outcome: 'over' })))
})

test('a request is over for its own wrong guesses alone', async () => {
  const own = await live(stranger())
  await fail(stranger(), 30)
  expect(await guess(own, 'wrong')).toEqual({ outcome: 'wrong', guessesLeft: 4 })
  expect(await guess(own, 'right')).toEqual({ outcome: 'right' })
})

test('failures in a row hold up the next request, new codes or not, from 30 seconds to an hour', async () => {
  const shares = stranger()
  const waits: number[] = []
  for (let over = 0; over < 10; over += 1) {
    waits.push((await wait(shares)) / SECOND_MS)
    now += HOUR_MS * 25
    await fail(shares, 1)
  }
  expect(waits).toEqual([0, 30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600])
  expect(await ask(shares)).toMatchObject({ granted: false, reason: 'failures' })
})

test('what one network fails at holds up no other', async () => {
  await fail(stranger(), 40)
  expect(await ask(stranger())).toMatchObject(GRANTED)
})

test('what many networks fail at holds up strangers, and no device that is known', async () => {
  for (let network = 0; network < 4; network += 1) await fail(stranger(), 2)
  expect(await ask(stranger())).toMatchObject(GRANTED)
  await fail(stranger(), 2)
  expect(await wait(stranger())).toBe(30 * SECOND_MS)
  for (let network = 0; network < 10; network += 1) await fail(stranger(), 2)
  expect(await wait(stranger())).toBe(HOUR_MS)
  expect(await ask(sharesOfDevice('d'))).toMatchObject(GRANTED)
})

test('a right code forgives the failures of who gave it', async () => {
  const shares = stranger()
  await fail(shares, 4)
  const device = sharesOfDevice('d')
  expect(await guess(await live(device), 'right')).toEqual({ outcome: 'right' })
  expect(await wait(shares)).toBe(240 * SECOND_MS)
  expect(await guess(await live(shares), 'right')).toEqual({ outcome: 'right' })
  expect(await ask(shares)).toMatchObject(GRANTED)
})
