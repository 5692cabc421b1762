import { randomUUID } from 'node:crypto'
import { Writable } from 'node:stream'
import { createLogger } from '@colloquy/platform/logger'
import { connectMongodb } from '@colloquy/platform/mongodb'
import { connectRedis } from '@colloquy/platform/redis'
import { createSecurityLog } from '@colloquy/platform/security-log'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { z } from 'zod'
import { createProfiles } from '../src/profiles/profiles.ts'
import { createProfileStore } from '../src/profiles/store.ts'
import type { CodeMail } from '../src/sign-in/code-mail.ts'
import { createIpLimit } from '../src/sign-in/ip-limits.ts'
import { createSignIn } from '../src/sign-in/sign-in.ts'
import { createCodeStore } from '../src/sign-in/store.ts'
import { anonymous, newAddress, wrongCode } from './users-under-test.ts'

const logged = z.object({ security: z.looseObject({ type: z.string() }) })

let stack: AsyncDisposableStack
beforeAll(() => {
  stack = new AsyncDisposableStack()
})
afterAll(() => stack.disposeAsync())

/** Signing in on real stores, with its log and its mail where a test can read them. */
async function recordedSignIn() {
  const lines: string[] = []
  const stream = new Writable({
    write(chunk, _, done) {
      lines.push(String(chunk))
      done()
    },
  })
  const { mongodbUrl, redisUrl } = inject('infrastructure')
  const mongodb = stack.use(await connectMongodb(new URL(`/users-${randomUUID()}`, mongodbUrl).href))
  const redis = stack.use(await connectRedis(redisUrl, createLogger('test', 'silent')))
  const securityLog = createSecurityLog(pino({ base: {} }, stream))
  const mails: CodeMail[] = []
  const tokens = { accessToken: `access-${randomUUID()}`, refreshToken: `refresh-${randomUUID()}` }
  const signIn = createSignIn({
    store: createCodeStore(redis),
    mailer: { send: async (mail) => void mails.push(mail) },
    profiles: createProfiles(await createProfileStore(mongodb), { publish: async () => undefined }),
    sessions: {
      start: async (userId, { isNewUser }) => ({ ...tokens, userId, isNewUser, accessTokenExpiresAt: new Date() }),
    },
    pepper: randomUUID(),
    securityLog,
    limits: {
      codes: createIpLimit(redis, `codes-${randomUUID()}`, { perHour: 3, securityLog }),
      attempts: createIpLimit(redis, `attempts-${randomUUID()}`, { perHour: 100, securityLog }),
    },
  })
  return { signIn, lines, mails, tokens }
}

test('what happens at the door is logged, and no secret with it', async () => {
  const { signIn, lines, mails, tokens } = await recordedSignIn()
  const email = newAddress()
  const from = { ip: anonymous().ip, userAgent: 'Test/1.0' }
  const { id } = await signIn.requestCode({ email }, from)
  const code = mails[0]?.code ?? ''
  await expect(signIn.verifyCode({ requestId: id, code: wrongCode(code) }, from)).rejects.toThrow('is wrong')
  await expect(signIn.requestCode({ email }, from)).rejects.toThrow('Too many requests')
  const { deviceToken } = await signIn.verifyCode({ requestId: id, code }, from)
  await signIn.requestCode({ email, deviceToken }, from)
  await expect(signIn.requestCode({ email: newAddress() }, from)).resolves.toBeDefined()
  await expect(signIn.requestCode({ email: newAddress() }, from)).rejects.toThrow('Too many requests')

  const events = lines.map((line) => logged.parse(JSON.parse(line)).security)
  const account = id.slice(0, 22)
  expect(events).toMatchObject([
    { type: 'code-sent', account, isKnownDevice: false },
    { type: 'guess-refused', account, guessesLeft: 4 },
    { type: 'limit-reached', limit: 'sign-in-codes-of-address', account },
    { type: 'signed-in', account, isNewUser: true, isKnownDevice: false },
    { type: 'code-sent', account, isKnownDevice: true },
    { type: 'code-sent', isKnownDevice: false },
    { type: 'limit-reached' },
  ])
  const secrets = [email, ...mails.map((mail) => `"${mail.code}"`), id, deviceToken ?? '', from.ip, from.userAgent]
  for (const secret of [...secrets, ...Object.values(tokens)]) expect(lines.join('')).not.toContain(secret)
})
