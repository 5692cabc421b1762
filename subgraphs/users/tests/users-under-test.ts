import { randomBytes, randomUUID } from 'node:crypto'
import { createAssertions } from '@colloquy/platform/assertions'
import type { Identity, UserIdentity } from '@colloquy/platform/identity'
import { createLogger } from '@colloquy/platform/logger'
import { connectRabbitmq } from '@colloquy/platform/rabbitmq'
import { createConsumer } from '@colloquy/platform/rabbitmq-consumer'
import { unseal } from '@colloquy/platform/sealed'
import { createKeyPair } from '@colloquy/platform/testing/key-pair'
import { recordLog } from '@colloquy/platform/testing/recorded-log'
import { mailJob, mailQueues } from '@colloquy/schema/jobs'
import type { MailJobOf } from '@colloquy/schema/jobs'
import jwt from 'jsonwebtoken'
import { expect, inject, vi } from 'vitest'
import { z } from 'zod'
import { readUsersConfig } from '../src/config.ts'
import { startUsers } from '../src/users.ts'

const [gateway, chat, accessToken] = [createKeyPair(), createKeyPair(), createKeyPair()]
const headersFor = createAssertions({ issuer: 'gateway', privateKey: gateway.privateKey })
const mailCodeKey = randomBytes(32)

const answer = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z
    .array(
      z.object({
        message: z.string(),
        extensions: z.looseObject({ code: z.string(), retryAfter: z.number().optional() }),
      }),
    )
    .optional(),
})

/** A code as it arrived by mail. */
export interface MailedCode {
  mailId: string
  to: string
  code: string
  userAgent: string | null
}

const session = z.object({
  accessToken: z.string(),
  refreshToken: z.string(),
  isNewUser: z.boolean(),
  user: z.object({ id: z.string(), username: z.string(), name: z.string() }),
})

const newSession = session.extend({ deviceToken: z.string() })
const codeRequest = z.object({ id: z.string(), expiresAt: z.iso.datetime(), resendAt: z.iso.datetime() })

export type UsersUnderTest = Awaited<ReturnType<typeof startUsersUnderTest>>

/** Boots the subgraph on real servers, with a database and a mail queue of its own, and reads its mail. */
export async function startUsersUnderTest(changes: Record<string, string> = {}) {
  await using starting = new AsyncDisposableStack()
  const { mongodbUrl, redisUrl, rabbitmqUrl } = inject('infrastructure')
  const databaseUrl = new URL(`/users-${randomUUID()}`, mongodbUrl).href
  const prefix = `test-${randomUUID()}`
  const log = recordLog()
  const users = starting.use(
    await startUsers(
      readUsersConfig({
        HOST: '127.0.0.1',
        PORT: '0',
        SHUTDOWN_GRACE_MS: '500',
        GATEWAY_PUBLIC_KEYS: gateway.publicPem,
        CHAT_PUBLIC_KEYS: chat.publicPem,
        MONGODB_URL: databaseUrl,
        REDIS_URL: redisUrl,
        RABBITMQ_URL: rabbitmqUrl,
        MAIL_QUEUE_PREFIX: prefix,
        MAIL_CODE_KEY: mailCodeKey.toString('base64'),
        ACCESS_TOKEN_PRIVATE_KEY: accessToken.privatePem,
        CODE_PEPPER: randomUUID(),
        SIGN_IN_CODES_PER_IP_PER_HOUR: '100000',
        SIGN_IN_ATTEMPTS_PER_IP_PER_HOUR: '100000',
        ...changes,
      }),
      log.logger,
    ),
  )
  const { send, dead } = mailQueues(prefix)
  const logger = createLogger('test', 'silent')
  const rabbitmq = starting.use(await connectRabbitmq(rabbitmqUrl, { queues: [send, dead], logger }))
  const mails: MailedCode[] = []
  const notices: MailJobOf<'new_sign_in'>[] = []
  starting.use(
    await createConsumer(rabbitmq, {
      queue: send.name,
      prefetch: 10,
      graceMs: 100,
      handle: async ({ content }) => {
        const job = mailJob.parse(JSON.parse(content.toString()))
        const { id, to, userAgent } = job
        if (job.type === 'send_otp')
          mails.push({ mailId: id, to, code: unseal(job.sealedCode, mailCodeKey, id), userAgent })
        else notices.push(job)
        return 'done'
      },
    }),
  )

  /** Asks as the gateway would, on somebody's behalf. */
  const ask = async (query: string, variables: object = {}, identity: Identity = anonymous()) =>
    answer.parse((await post('/graphql', { query, variables }, identity)).body)
  const post = async (path: string, body: object, identity: Identity) => {
    const response = await fetch(users.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headersFor(identity, 'users') },
      body: JSON.stringify(body),
    })
    const parsed: unknown = await response.json()
    return { status: response.status, body: parsed }
  }

  /** The newest code of an address, once `count` of them have arrived. */
  const mailedCode = (to: string, count = 1): Promise<MailedCode> =>
    vi.waitFor(() => {
      const found = mails.filter((mail) => mail.to === to)
      const newest = found[count - 1]
      if (!newest) throw new Error(`${found.length} mails to ${to}`)
      return newest
    }, 5_000)

  const requestCode = (email: string, identity?: Identity, deviceToken?: string) =>
    ask(
      `mutation ($email: EmailAddress!, $deviceToken: String) {
        requestSignInCode(email: $email, deviceToken: $deviceToken) { id expiresAt resendAt }
      }`,
      { email, deviceToken },
      identity,
    )

  /** A request that is granted, with the code that was mailed for it. */
  const requestedCode = async (email: string, identity?: Identity, deviceToken?: string) => {
    const to = email.toLowerCase()
    const before = mails.filter((mail) => mail.to === to).length
    const { data, errors } = await requestCode(email, identity, deviceToken)
    expect(errors).toBeUndefined()
    return { ...codeRequest.parse(data?.requestSignInCode), ...(await mailedCode(to, before + 1)) }
  }

  const verifyCode = (requestId: string, code: string, identity?: Identity) =>
    ask(
      `mutation ($requestId: ID!, $code: String!) {
        verifySignInCode(requestId: $requestId, code: $code) {
          accessToken accessTokenExpiresAt refreshToken deviceToken isNewUser user { id username name email }
        }
      }`,
      { requestId, code },
      identity,
    )

  /** A person who has signed in just now. */
  const signIn = async (email = newAddress(), identity?: Identity, deviceToken?: string) => {
    const { id, code } = await requestedCode(email, identity, deviceToken)
    const { data } = await verifyCode(id, code, identity)
    const signedIn = newSession.parse(data?.verifySignInCode)
    return { ...signedIn, email, identity: identityOf(signedIn.accessToken) }
  }

  const refresh = async (refreshToken: string) => {
    const { data, errors } = await ask(
      `mutation ($refreshToken: String!) {
        refreshSession(refreshToken: $refreshToken) { accessToken refreshToken isNewUser user { id username name } }
      }`,
      { refreshToken },
    )
    return { session: data?.refreshSession ? session.parse(data.refreshSession) : null, errors }
  }

  const running = starting.move()
  return {
    url: users.url,
    databaseUrl,
    /** What the subgraph has logged. */
    log,
    mails,
    ask,
    post,
    mailedCode,
    requestCode,
    requestedCode,
    verifyCode,
    /** Mails about sign-ins from new devices, in order. */
    notices,
    signIn,
    refresh,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

export const newAddress = () => `${randomUUID()}@people.example`

/** Somebody nobody knows; from an address of their own unless one is given. */
export const anonymous = (ip = `2001:db8:${randomBytes(2).toString('hex')}:${randomBytes(2).toString('hex')}::1`) =>
  ({ kind: 'anonymous', ip, userAgent: 'Test/1.0' }) satisfies Identity

export const service = { kind: 'service', name: 'gateway' } satisfies Identity

const claims = z.object({ sub: z.string(), sid: z.string(), scope: z.string() })

/** What the gateway makes of an access token. */
export function identityOf(accessToken: string): UserIdentity {
  const { sub, sid, scope } = claims.parse(jwt.decode(accessToken))
  return { kind: 'user', userId: sub, sessionId: sid, scopes: scope.split(' '), ip: '192.0.2.1' }
}

/** A code that is another. */
export const wrongCode = (code: string) => ((Number(code) + 1) % 1_000_000).toString().padStart(6, '0')
