import { z } from 'zod'
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest'
import { createLogger } from '@colloquy/platform/logger'
import { connectMongodb } from '@colloquy/platform/mongodb'
import { connectRedis } from '@colloquy/platform/redis'
import { createBreakableLink } from '@colloquy/platform/testing/breakable-link'
import { createProfiles } from '../src/profiles/profiles.ts'
import { createProfileStore } from '../src/profiles/store.ts'
import { anonymous, newAddress, service, startUsersUnderTest, wrongCode } from './users-under-test.ts'
import type { UsersUnderTest } from './users-under-test.ts'

const WRONG = { code: 'BAD_USER_INPUT', issues: [{ path: ['code'], message: 'is wrong' }] }
const OVER = {
  code: 'BAD_USER_INPUT',
  issues: [{ path: ['code'], message: 'no longer works: ask for another' }],
  guessesLeft: 0,
}
const LIMITED = { code: 'RATE_LIMITED', retryAfter: expect.any(Number) }

let stack: AsyncDisposableStack
let users: UsersUnderTest

beforeAll(async () => {
  stack = new AsyncDisposableStack()
  users = stack.use(await startUsersUnderTest())
})
afterAll(() => stack.disposeAsync())

describe('a code', () => {
  test('signs in a new address, and then the same account again', async () => {
    const email = newAddress()
    const first = await users.requestedCode(email)
    expect(first.code).toMatch(/^\d{6}$/)
    expect(first.userAgent).toBe('Test/1.0')
    const { data } = await users.verifyCode(first.id, first.code)
    expect(data?.verifySignInCode).toMatchObject({
      isNewUser: true,
      user: { email, username: expect.stringMatching(/^user_[a-z0-9]{10}$/) },
    })
    const second = await users.requestedCode(email.toUpperCase())
    const again = await users.verifyCode(second.id, second.code)
    expect(again.data?.verifySignInCode).toMatchObject({ isNewUser: false })
  })

  test('says when it stops working and when another may be asked for', async () => {
    const before = Date.now()
    const { expiresAt, resendAt } = await users.requestedCode(newAddress())
    expect(Date.parse(expiresAt) - before).toBeGreaterThanOrEqual(300_000)
    expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(300_000)
    expect(Date.parse(resendAt) - Date.now()).toBeLessThanOrEqual(60_000)
  })

  test('works once', async () => {
    const { id, code } = await users.requestedCode(newAddress())
    const answers = await Promise.all([users.verifyCode(id, code), users.verifyCode(id, code)])
    expect(answers.filter(({ errors }) => !errors)).toHaveLength(1)
    expect(answers.flatMap(({ errors }) => errors ?? [])).toMatchObject([{ extensions: OVER }])
  })

  test('bears four wrong guesses, and says how many are left', async () => {
    const { id, code } = await users.requestedCode(newAddress())
    for (const guessesLeft of [4, 3, 2, 1]) {
      const { errors } = await users.verifyCode(id, wrongCode(code))
      expect(errors).toMatchObject([{ extensions: { ...WRONG, guessesLeft } }])
    }
    expect((await users.verifyCode(id, code)).errors).toBeUndefined()
  })

  test('is dead after five', async () => {
    const { id, code } = await users.requestedCode(newAddress())
    for (let guess = 0; guess < 4; guess += 1) await users.verifyCode(id, wrongCode(code))
    expect((await users.verifyCode(id, wrongCode(code))).errors).toMatchObject([{ extensions: OVER }])
    expect((await users.verifyCode(id, code)).errors).toMatchObject([{ extensions: OVER }])
  })

  test('is dead after twenty guesses at once', async () => {
    const { id, code } = await users.requestedCode(newAddress())
    const answers = await Promise.all(Array.from({ length: 20 }, () => users.verifyCode(id, wrongCode(code))))
    expect(answers.filter(({ errors }) => !errors)).toEqual([])
    expect((await users.verifyCode(id, code)).errors).toMatchObject([{ extensions: OVER }])
  })

  test('is not found by twenty aliases in one request', async () => {
    const { id, code } = await users.requestedCode(newAddress())
    const fields = Array.from({ length: 20 }, (_, index) => {
      const guess = index === 5 ? code : wrongCode(code)
      return `g${index}: verifySignInCode(requestId: "${id}", code: "${guess}") { accessToken }`
    })
    for (let request = 0; request < 5; request += 1) {
      const { data, errors } = await users.ask(`mutation { ${fields.join('\n')} }`)
      expect(data).toBeNull()
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }])
    }
    expect((await users.verifyCode(id, code)).errors).toMatchObject([{ extensions: OVER }])
  })

  test('is not replaced by a newer one: both work, each for its own request', async () => {
    const email = newAddress()
    const old = await users.requestedCode(email)
    const fresh = await users.requestedCode(email)
    expect(fresh.id).not.toBe(old.id)
    // One time in a million they are the same.
    const oldCode = old.code === fresh.code ? wrongCode(old.code) : old.code
    expect((await users.verifyCode(fresh.id, oldCode)).errors).toMatchObject([{ extensions: WRONG }])
    expect((await users.verifyCode(old.id, old.code)).errors).toBeUndefined()
    expect((await users.verifyCode(fresh.id, fresh.code)).errors).toBeUndefined()
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

describe('strangers', () => {
  test('who guess without a request guess at nothing', async () => {
    const email = newAddress()
    const { id, code } = await users.requestedCode(email)
    const invented = `${id.slice(0, 22)}${'A'.repeat(22)}`
    for (let guess = 0; guess < 30; guess += 1) {
      expect((await users.verifyCode(invented, code)).errors).toMatchObject([{ extensions: OVER }])
    }
    expect((await users.verifyCode(id, code)).errors).toBeUndefined()
    await users.signIn(email)
  })

  test('who use up their own share leave the address to its owner', async () => {
    const [email, stranger] = [newAddress(), anonymous()]
    const own = await users.requestedCode(email)
    const theirs = await users.requestedCode(email, stranger)
    for (let guess = 0; guess < 5; guess += 1) await users.verifyCode(theirs.id, wrongCode(theirs.code), stranger)
    expect((await users.requestCode(email, stranger)).errors).toMatchObject([{ extensions: LIMITED }])
    expect((await users.verifyCode(own.id, own.code)).errors).toBeUndefined()
    await users.signIn(email)
  })

  test('who come from everywhere hold up no device that has signed in before', async () => {
    const email = newAddress()
    const { deviceToken } = await users.signIn(email)
    for (let request = 1; request < 20; request += 1) await users.requestedCode(email)
    expect((await users.requestCode(email)).errors).toMatchObject([{ extensions: LIMITED }])
    await users.signIn(email, anonymous(), deviceToken)
  })

  test('who bring a device token of another account are strangers', async () => {
    const { deviceToken } = await users.signIn()
    const [email, stranger] = [newAddress(), anonymous()]
    await users.requestedCode(email, stranger, deviceToken)
    expect((await users.requestCode(email, stranger, deviceToken)).errors).toMatchObject([{ extensions: LIMITED }])
    expect((await users.requestCode(email, anonymous(), deviceToken)).errors).toBeUndefined()
  })
})

test('a device that signs in to a second account is known to both', async () => {
  const strict = stack.use(await startUsersUnderTest({ SIGN_IN_CODES_PER_IP_PER_HOUR: '2' }))
  const [here, first] = [anonymous(), newAddress()]
  const ada = await strict.signIn(first, here)
  const bob = await strict.signIn(newAddress(), here, ada.deviceToken)
  expect((await strict.requestCode(newAddress(), here, bob.deviceToken)).errors).toMatchObject([
    { extensions: LIMITED },
  ])
  await strict.signIn(first, here, bob.deviceToken)
})

test('a sign-in from a device that is new to the account is told by mail, and no other is', async () => {
  const email = newAddress()
  const first = await users.signIn(email)
  await users.signIn(email, anonymous('192.0.2.9'))
  await vi.waitFor(() => expect(users.notices.filter(({ to }) => to === email)).toHaveLength(1), 5_000)
  await users.signIn(email, anonymous('192.0.2.10'), first.deviceToken)
  await users.signIn(email, anonymous('192.0.2.11'))
  await vi.waitFor(() => {
    const told = users.notices.filter(({ to }) => to === email)
    expect(told.map(({ ip }) => ip)).toEqual(['192.0.2.9', '192.0.2.11'])
  }, 5_000)
})

describe('limits', () => {
  test('another code within a minute is refused, and the first keeps working', async () => {
    const [email, here] = [newAddress(), anonymous()]
    const { id, code } = await users.requestedCode(email, here)
    const { errors } = await users.requestCode(email, here)
    expect(errors).toMatchObject([{ extensions: { code: 'RATE_LIMITED' } }])
    const retryAfter = errors?.[0]?.extensions.retryAfter ?? 0
    expect(retryAfter).toBeGreaterThan(50)
    expect(retryAfter).toBeLessThanOrEqual(60)
    expect((await users.verifyCode(id, code)).errors).toBeUndefined()
  })

  test('of two requests at once one is sent', async () => {
    const [email, here] = [newAddress(), anonymous()]
    const answers = await Promise.all([users.requestCode(email, here), users.requestCode(email, here)])
    expect(answers.filter(({ errors }) => !errors)).toHaveLength(1)
    await users.mailedCode(email)
    expect(users.mails.filter(({ to }) => to === email)).toHaveLength(1)
  })

  test('a network has its share of codes and of wrong guesses, whatever the address', async () => {
    await using strict = await startUsersUnderTest({
      SIGN_IN_CODES_PER_IP_PER_HOUR: '2',
      SIGN_IN_ATTEMPTS_PER_IP_PER_HOUR: '2',
    })
    const here = anonymous()
    const neighbour = anonymous(here.ip.replace(/::1$/, '::2'))
    const own = await strict.requestedCode(newAddress(), here)
    const theirs = await strict.requestedCode(newAddress(), neighbour)
    for (const identity of [here, neighbour]) {
      const { errors } = await strict.verifyCode(theirs.id, wrongCode(theirs.code), identity)
      expect(errors).toMatchObject([{ extensions: WRONG }])
    }
    expect((await strict.requestCode(newAddress(), here)).errors).toMatchObject([{ extensions: LIMITED }])
    expect((await strict.verifyCode(theirs.id, wrongCode(theirs.code), here)).errors).toMatchObject([
      { extensions: LIMITED },
    ])
    expect((await strict.requestCode(newAddress(), anonymous())).errors).toBeUndefined()
    // What neighbours do holds up nobody who has the code.
    expect((await strict.verifyCode(own.id, own.code, here)).errors).toBeUndefined()
  })
})

describe('an address', () => {
  test('with letters beyond ASCII in its domain is one account in either spelling, and gets its mail', async () => {
    const name = newAddress().split('@')[0]
    const written = await users.requestCode(`${name}@münchen.example`)
    expect(written.errors).toBeUndefined()
    const mailbox = `${name}@xn--mnchen-3ya.example`
    await users.mailedCode(mailbox)
    const first = await users.signIn(mailbox)
    const again = await users.requestCode(`${name}@MÜNCHEN.example`)
    const { id } = z.object({ id: z.string() }).parse(again.data?.requestSignInCode)
    const { data } = await users.verifyCode(id, (await users.mailedCode(mailbox, 3)).code)
    expect(data?.verifySignInCode).toMatchObject({ isNewUser: false, user: { id: first.user.id, email: mailbox } })
  })

  test('may have any character before the "@" that RFC 5321 allows without quotes', async () => {
    const email = `${newAddress().split('@')[0]}!#$%&'*+/=?^_\`{|}~@people.example`
    const { user } = await users.signIn(email)
    expect((await users.signIn(email.toUpperCase())).user.id).toBe(user.id)
  })
})

describe('what is refused', () => {
  test.each(['', 'ada', 'ada@', '@people.example', 'ada@people', 'a b@people.example', 'zoë@people.example'])(
    'the address "%s"',
    async (email) => {
      expect((await users.requestCode(email)).errors).toMatchObject([
        { extensions: { code: 'BAD_USER_INPUT', issues: [{ path: ['email'] }] } },
      ])
    },
  )

  test.each(['', '12345', '1234567', 'abcdef'])('the code "%s"', async (code) => {
    const { id } = await users.requestedCode(newAddress())
    expect((await users.verifyCode(id, code)).errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', issues: [{ path: ['code'] }] } },
    ])
  })

  test.each(['', 'ada@people.example', 'A'.repeat(43), 'A'.repeat(45), '{}'.repeat(22)])(
    'the request "%s"',
    async (requestId) => {
      expect((await users.verifyCode(requestId, '000000')).errors).toMatchObject([
        { extensions: { code: 'BAD_USER_INPUT', issues: [{ path: ['requestId'] }] } },
      ])
    },
  )

  test('a service', async () => {
    expect((await users.requestCode(newAddress(), service)).errors).toMatchObject([
      { extensions: { code: 'FORBIDDEN' } },
    ])
  })
})

test('whether an address has an account cannot be told from the answer', async () => {
  const known = await users.signIn()
  const [toKnown, toUnknown] = await Promise.all([users.requestCode(known.email), users.requestCode(newAddress())])
  expect(Object.keys(toKnown.data?.requestSignInCode ?? {})).toEqual(
    Object.keys(toUnknown.data?.requestSignInCode ?? {}),
  )
  expect(toKnown.errors).toBeUndefined()
  expect(toUnknown.errors).toBeUndefined()
})

test('Redis holds neither addresses nor codes nor whole requests in clear', async () => {
  const [email, here] = [newAddress(), anonymous()]
  const { id, code } = await users.requestedCode(email, here)
  await users.verifyCode(id, wrongCode(code))
  const redis = stack.use(await connectRedis(inject('infrastructure').redisUrl, createLogger('test', 'silent')))
  const keys = await redis.keys(`sign-in:{${id.slice(0, 22)}}:*`)
  expect(keys).toHaveLength(4)
  const values = await Promise.all(
    keys.map(async (key) => ((await redis.type(key)) === 'hash' ? redis.hgetall(key) : redis.zrange(key, '0', '-1'))),
  )
  const stored = JSON.stringify({ keys, values })
  for (const secret of [email, email.split('@')[0] ?? email, `"${code}"`, id]) expect(stored).not.toContain(secret)
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
  expect(errors).toMatchObject([
    {
      message: 'The answer was lost on its way: what you asked for may have been done.',
      extensions: { code: 'SERVICE_UNAVAILABLE', retryAfter: expect.any(Number) },
    },
  ])
})
