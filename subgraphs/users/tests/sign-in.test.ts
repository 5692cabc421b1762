import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { z } from 'zod'
import { createLogger } from '@colloquy/platform/logger'
import { connectMongodb } from '@colloquy/platform/mongodb'
import { connectRedis } from '@colloquy/platform/redis'
import type { RedisConnection } from '@colloquy/platform/redis'
import { createBreakableLink } from '@colloquy/platform/testing/breakable-link'
import { createProfiles } from '../src/profiles/profiles.ts'
import { createProfileStore } from '../src/profiles/store.ts'
import { createCodeStore } from '../src/sign-in/store.ts'
import { anonymous, newAddress, service, startUsersUnderTest, wrongCode } from './users-under-test.ts'
import type { UsersUnderTest } from './users-under-test.ts'

const WRONG = { code: 'BAD_USER_INPUT', issues: [{ path: ['code'], message: 'is wrong or has expired' }] }

const codeRequest = z.object({ expiresAt: z.iso.datetime(), resendAt: z.iso.datetime() })

let stack: AsyncDisposableStack
let users: UsersUnderTest
let redis: RedisConnection

beforeAll(async () => {
  stack = new AsyncDisposableStack()
  users = stack.use(await startUsersUnderTest())
  redis = stack.use(await connectRedis(inject('infrastructure').redisUrl, createLogger('test', 'silent')))
})
afterAll(() => stack.disposeAsync())

/** Asks for another code as if the limits had passed since the one before. */
async function requestNextCode(email: string, before: { mailId: string }) {
  await createCodeStore(redis).release(email, before.mailId)
  expect((await users.requestCode(email)).errors).toBeUndefined()
  return users.mailedCode(email, 2)
}

async function requestCode(email: string) {
  expect((await users.requestCode(email)).errors).toBeUndefined()
  return users.mailedCode(email)
}

describe('a code', () => {
  test('signs in a new address, and then the same account again', async () => {
    const email = newAddress()
    const first = await requestCode(email)
    expect(first.code).toMatch(/^\d{6}$/)
    expect(first.userAgent).toBe('Test/1.0')
    const { data } = await users.verifyCode(email, first.code)
    expect(data?.verifySignInCode).toMatchObject({
      isNewUser: true,
      user: { email, username: expect.stringMatching(/^user_[a-z0-9]{10}$/) },
    })
    const second = await requestNextCode(email, first)
    const again = await users.verifyCode(email.toUpperCase(), second.code)
    expect(again.data?.verifySignInCode).toMatchObject({ isNewUser: false })
  })

  test('says when it stops working and when another may be asked for', async () => {
    const before = Date.now()
    const { data } = await users.requestCode(newAddress())
    const { expiresAt, resendAt } = codeRequest.parse(data?.requestSignInCode)
    expect(Date.parse(expiresAt) - before).toBeGreaterThanOrEqual(300_000)
    expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(300_000)
    expect(Date.parse(resendAt) - Date.now()).toBeLessThanOrEqual(60_000)
  })

  test('works once', async () => {
    const email = newAddress()
    const { code } = await requestCode(email)
    const answers = await Promise.all([users.verifyCode(email, code), users.verifyCode(email, code)])
    expect(answers.filter(({ errors }) => !errors)).toHaveLength(1)
    expect(answers.flatMap(({ errors }) => errors ?? [])).toMatchObject([{ extensions: WRONG }])
  })

  test('bears four wrong guesses', async () => {
    const email = newAddress()
    const { code } = await requestCode(email)
    for (let guess = 0; guess < 4; guess += 1) {
      expect((await users.verifyCode(email, wrongCode(code))).errors).toMatchObject([{ extensions: WRONG }])
    }
    expect((await users.verifyCode(email, code)).errors).toBeUndefined()
  })

  test('is dead after five', async () => {
    const email = newAddress()
    const { code } = await requestCode(email)
    for (let guess = 0; guess < 5; guess += 1) await users.verifyCode(email, wrongCode(code))
    expect((await users.verifyCode(email, code)).errors).toMatchObject([{ extensions: WRONG }])
  })

  test('is dead after twenty guesses at once', async () => {
    const email = newAddress()
    const { code } = await requestCode(email)
    const answers = await Promise.all(Array.from({ length: 20 }, () => users.verifyCode(email, wrongCode(code))))
    expect(answers.filter(({ errors }) => !errors)).toEqual([])
    expect((await users.verifyCode(email, code)).errors).toBeDefined()
  })

  test('is not found by twenty aliases in one request', async () => {
    const email = newAddress()
    const { code } = await requestCode(email)
    const fields = Array.from({ length: 20 }, (_, index) => {
      const guess = index === 5 ? code : wrongCode(code)
      return `g${index}: verifySignInCode(email: "${email}", code: "${guess}") { accessToken }`
    })
    for (let request = 0; request < 5; request += 1) {
      const { data, errors } = await users.ask(`mutation { ${fields.join('\n')} }`)
      expect(data).toBeNull()
      expect(errors).toMatchObject([{ extensions: WRONG }])
    }
    expect((await users.verifyCode(email, code)).errors).toMatchObject([{ extensions: WRONG }])
  })

  test('is replaced by a newer one', async () => {
    const email = newAddress()
    const old = await requestCode(email)
    const fresh = await requestNextCode(email, old)
    // One time in a million they are the same.
    const oldCode = old.code === fresh.code ? wrongCode(old.code) : old.code
    expect((await users.verifyCode(email, oldCode)).errors).toMatchObject([{ extensions: WRONG }])
    expect((await users.verifyCode(email, fresh.code)).errors).toBeUndefined()
  })

  test('is of one address alone', async () => {
    const [email, other] = [newAddress(), newAddress()]
    const [{ code }] = await Promise.all([requestCode(email), requestCode(other)])
    expect((await users.verifyCode(other, wrongCode((await users.mailedCode(other)).code))).errors).toBeDefined()
    expect((await users.verifyCode(email, code)).errors).toBeUndefined()
  })

  test('of a new address makes one account, however many come at once', async () => {
    const mongodb = stack.use(await connectMongodb(users.databaseUrl))
    const quiet = { publish: async () => undefined }
    const profiles = createProfiles(await createProfileStore(mongodb), quiet)
    const email = newAddress()
    const made = await Promise.all(Array.from({ length: 10 }, () => profiles.findOrCreate(email)))
    expect(new Set(made.map(({ profile }) => profile.id)).size).toBe(1)
    expect(made.filter(({ isNew }) => isNew)).toHaveLength(1)
  })
})

describe('limits', () => {
  test('another code within a minute is refused, and the first keeps working', async () => {
    const email = newAddress()
    const { code } = await requestCode(email)
    const { errors } = await users.requestCode(email)
    expect(errors).toMatchObject([{ extensions: { code: 'RATE_LIMITED' } }])
    const retryAfter = errors?.[0]?.extensions.retryAfter ?? 0
    expect(retryAfter).toBeGreaterThan(50)
    expect(retryAfter).toBeLessThanOrEqual(60)
    expect((await users.verifyCode(email, code)).errors).toBeUndefined()
  })

  test('of two requests at once one is sent', async () => {
    const email = newAddress()
    const answers = await Promise.all([users.requestCode(email), users.requestCode(email)])
    expect(answers.filter(({ errors }) => !errors)).toHaveLength(1)
    await users.mailedCode(email)
    expect(users.mails.filter(({ to }) => to === email)).toHaveLength(1)
  })

  test('twenty wrong guesses lock an address for the hour, new codes or not', async () => {
    const email = newAddress()
    for (let guess = 0; guess < 20; guess += 1) {
      expect((await users.verifyCode(email, '000000')).errors).toMatchObject([{ extensions: WRONG }])
    }
    const { code } = await requestCode(email)
    const { errors } = await users.verifyCode(email, code)
    expect(errors).toMatchObject([{ extensions: { code: 'RATE_LIMITED' } }])
    expect(errors?.[0]?.extensions.retryAfter).toBeGreaterThan(3_500)
  })

  test('a network has its share of codes and of guesses, whatever the address', async () => {
    await using strict = await startUsersUnderTest({
      SIGN_IN_CODES_PER_IP_PER_HOUR: '2',
      SIGN_IN_ATTEMPTS_PER_IP_PER_HOUR: '2',
    })
    const here = anonymous()
    const neighbour = anonymous(here.ip.replace(/::1$/, '::2'))
    for (const identity of [here, neighbour]) {
      expect((await strict.requestCode(newAddress(), identity)).errors).toBeUndefined()
      expect((await strict.verifyCode(newAddress(), '000000', identity)).errors).toMatchObject([{ extensions: WRONG }])
    }
    const refused = { code: 'RATE_LIMITED', retryAfter: expect.any(Number) }
    expect((await strict.requestCode(newAddress(), here)).errors).toMatchObject([{ extensions: refused }])
    expect((await strict.verifyCode(newAddress(), '000000', here)).errors).toMatchObject([{ extensions: refused }])
    expect((await strict.requestCode(newAddress(), anonymous())).errors).toBeUndefined()
  })
})

describe('what is refused', () => {
  test.each(['', 'ada', 'ada@', '@people.example', 'ada@people', 'a b@people.example'])(
    'the address "%s"',
    async (email) => {
      expect((await users.requestCode(email)).errors).toMatchObject([
        { extensions: { code: 'BAD_USER_INPUT', issues: [{ path: ['email'] }] } },
      ])
    },
  )

  test.each(['', '12345', '1234567', 'abcdef'])('the code "%s"', async (code) => {
    expect((await users.verifyCode(newAddress(), code)).errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', issues: [{ path: ['code'] }] } },
    ])
  })

  test('a service', async () => {
    expect((await users.requestCode(newAddress(), service)).errors).toMatchObject([
      { extensions: { code: 'FORBIDDEN' } },
    ])
  })
})

test('whether an address has an account cannot be told from the answer', async () => {
  const known = await users.signIn()
  await createCodeStore(redis).release(known.email, (await users.mailedCode(known.email)).mailId)
  const [toKnown, toUnknown] = await Promise.all([users.requestCode(known.email), users.requestCode(newAddress())])
  expect(Object.keys(toKnown.data?.requestSignInCode ?? {})).toEqual(
    Object.keys(toUnknown.data?.requestSignInCode ?? {}),
  )
  expect(toKnown.errors).toBeUndefined()
  expect(toUnknown.errors).toBeUndefined()
})

test('while the broker is away no code is promised, and nothing counts', { timeout: 30_000 }, async () => {
  const link = stack.use(await createBreakableLink(inject('infrastructure').rabbitmqUrl))
  await using behindLink = await startUsersUnderTest({ RABBITMQ_URL: link.url, SIGN_IN_CODES_PER_IP_PER_HOUR: '1' })
  const [email, somebody] = [newAddress(), anonymous()]
  await link.cut()
  expect((await behindLink.requestCode(email, somebody)).errors).toMatchObject([
    {
      message: expect.stringMatching(/^This is not available right now/),
      extensions: { code: 'SERVICE_UNAVAILABLE', retryAfter: expect.any(Number) },
    },
  ])
  const readiness = async () => (await fetch(`${behindLink.url}/health/ready`)).status
  expect(await readiness()).toBe(503)
  await link.restore()
  await expect.poll(readiness, { timeout: 20_000 }).toBe(200)
  expect((await behindLink.requestCode(email, somebody)).errors).toBeUndefined()
})

test('while Redis is away nobody signs in, and the error says nothing of the inside', { timeout: 30_000 }, async () => {
  const link = stack.use(await createBreakableLink(inject('infrastructure').redisUrl))
  await using behindLink = await startUsersUnderTest({ REDIS_URL: link.url })
  await link.cut()
  const { errors } = await behindLink.requestCode(newAddress())
  expect(errors).toEqual([
    expect.objectContaining({
      message: 'Something went wrong on our side.',
      extensions: { code: 'INTERNAL_SERVER_ERROR', traceId: expect.any(String) },
    }),
  ])
})
