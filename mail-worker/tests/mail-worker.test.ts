import { spawn } from 'node:child_process'
import { randomBytes, randomInt, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { connectRabbitmq } from '@colloquy/platform/rabbitmq'
import type { RabbitmqConnection } from '@colloquy/platform/rabbitmq'
import { createConsumer } from '@colloquy/platform/rabbitmq-consumer'
import type { Delivery } from '@colloquy/platform/rabbitmq-consumer'
import { createPublisher } from '@colloquy/platform/rabbitmq-publisher'
import type { Publisher } from '@colloquy/platform/rabbitmq-publisher'
import { createLogger } from '@colloquy/platform/logger'
import { seal } from '@colloquy/platform/sealed'
import { createBreakableLink } from '@colloquy/platform/testing/breakable-link'
import { mailQueues } from '@colloquy/schema/jobs'
import type { MailJobOf } from '@colloquy/schema/jobs'
import { afterEach, beforeEach, expect, inject, test, vi } from 'vitest'
import { z } from 'zod'
import { readMailWorkerConfig } from '../src/config.ts'
import { startMailWorker } from '../src/mail-worker.ts'
import { smtpError, startSmtpDouble } from './smtp-double.ts'
import type { SmtpDouble } from './smtp-double.ts'

const { rabbitmqUrl, redisUrl, smtpUrl, mailApiUrl } = inject('infrastructure')
const logger = createLogger('test', 'silent')
const codeKey = randomBytes(32)
const patient = { timeout: 10_000, interval: 20 }

let stack: AsyncDisposableStack
let env: Record<string, string>
let queues: ReturnType<typeof mailQueues>
let rabbitmq: RabbitmqConnection
let publisher: Publisher
let smtp: SmtpDouble

beforeEach(async () => {
  stack = new AsyncDisposableStack()
  smtp = stack.use(await startSmtpDouble())
  const prefix = `test-${randomUUID()}`
  env = {
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'silent',
    SHUTDOWN_GRACE_MS: '500',
    RABBITMQ_URL: rabbitmqUrl,
    REDIS_URL: redisUrl,
    SMTP_URL: smtp.url,
    MAIL_FROM: 'Colloquy <no-reply@colloquy.example>',
    MAIL_CODE_KEY: codeKey.toString('base64'),
    MAIL_QUEUE_PREFIX: prefix,
    MAIL_RETRY_DELAYS_MS: '50,100',
  }
  queues = mailQueues(prefix)
  rabbitmq = stack.use(await connectRabbitmq(rabbitmqUrl, { queues: [queues.send, queues.dead], logger }))
  publisher = stack.use(await createPublisher(rabbitmq))
})
afterEach(() => stack.disposeAsync())

const startWorker = async (changes: Record<string, string> = {}) =>
  stack.use(await startMailWorker(readMailWorkerConfig({ ...env, ...changes })))

function newJob(changes: Partial<MailJobOf<'send_otp'>> = {}): { job: MailJobOf<'send_otp'>; code: string } {
  const id = randomUUID()
  const code = randomInt(1_000_000).toString().padStart(6, '0')
  const job: MailJobOf<'send_otp'> = {
    id,
    type: 'send_otp',
    to: `${id}@people.example`,
    sealedCode: seal(code, codeKey, id),
    requestedAt: new Date().toISOString(),
    expiresAt: new Date(Date.now() + 300_000).toISOString(),
    ip: '192.0.2.7',
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
    ...changes,
  }
  return { job, code }
}

const publish = (payload: unknown, messageId: string = randomUUID()) =>
  publisher.publish({ queue: queues.send.name, payload, messageId })

async function readDeadLetters(): Promise<Delivery[]> {
  const deliveries: Delivery[] = []
  stack.use(
    await createConsumer(rabbitmq, {
      queue: queues.dead.name,
      prefetch: 10,
      graceMs: 100,
      handle: async (delivery) => {
        deliveries.push(delivery)
        return 'done'
      },
    }),
  )
  return deliveries
}

/** Nothing is left in the queue, neither waiting nor with a worker that has not acknowledged. */
async function queueIsEmpty(): Promise<void> {
  const channel = await rabbitmq.model.createChannel()
  const { messageCount } = await channel.checkQueue(queues.send.name)
  await channel.close()
  expect(messageCount).toBe(0)
}

const caughtMail = z.object({ to: z.array(z.string()), subject: z.string(), text: z.string(), html: z.string() })

async function caughtMails(to?: string) {
  const response = await fetch(`${mailApiUrl}/messages${to === undefined ? '' : `?to=${encodeURIComponent(to)}`}`)
  return z.array(caughtMail).parse(await response.json())
}

test('a code reaches its mailbox, in subject, text and HTML', async () => {
  await startWorker({ SMTP_URL: smtpUrl })
  const { job, code } = newJob()
  await publish(job, job.id)
  const mail = await vi.waitFor(async () => {
    const found = (await caughtMails()).find(({ to }) => to.includes(job.to))
    expect(found).toBeDefined()
    return found
  }, patient)
  expect(mail?.subject).toBe(`${code} is your Colloquy sign-in code`)
  expect(mail?.text).toContain(code)
  expect(mail?.text).toContain('Firefox on Linux')
  expect(mail?.html).toContain(code)
  expect(mail?.html).toContain('192.0.2.7')
})

test('a notice of a new sign-in reaches its mailbox', async () => {
  await startWorker({ SMTP_URL: smtpUrl })
  const { sealedCode: _, requestedAt: signedInAt, ...job } = newJob().job
  await publish({ ...job, type: 'new_sign_in', signedInAt }, job.id)
  await vi.waitFor(async () => {
    const mail = (await caughtMails()).find(({ to }) => to.includes(job.to))
    expect(mail?.subject).toBe('New sign-in to your Colloquy account')
    expect(mail?.text).toContain('Firefox on Linux')
  }, patient)
})

test.each(["a/b=c&d%e!f#g'h", '{`|}~?^*$+-_', 'ada'])('a code reaches the mailbox %s of any domain', async (name) => {
  await startWorker({ SMTP_URL: smtpUrl })
  const { job, code } = newJob()
  const to = `${name}@${job.id}.xn--mnchen-3ya.example`
  await publish({ ...job, to }, job.id)
  await vi.waitFor(async () => {
    expect(await caughtMails(to)).toMatchObject([{ subject: `${code} is your Colloquy sign-in code` }])
  }, patient)
})

test('a mail is sent again after a temporary failure, under the same Message-ID', async () => {
  const answers = [smtpError(451, 'try later'), smtpError(421, 'busy')]
  const messageIds: (string | undefined)[] = []
  smtp.answer = async (text) => {
    messageIds.push(/^Message-ID: (.*)$/im.exec(text)?.[1])
    const failure = answers.shift()
    if (failure) throw failure
  }
  await startWorker()
  const { job } = newJob()
  await publish(job, job.id)
  await vi.waitFor(() => expect(smtp.accepted).toHaveLength(1), patient)
  expect(messageIds).toEqual(Array(3).fill(`<${job.id}@colloquy.example>`))
})

test('a mail whose answer is lost counts as sent, and is not sent again', async () => {
  const link = stack.use(await createBreakableLink(smtp.url))
  const never = new Promise<void>(() => undefined)
  smtp.answer = () => never
  await startWorker({ SMTP_URL: link.url })
  const { job } = newJob()
  await publish(job, job.id)
  await vi.waitFor(() => expect(smtp.attempts()).toBe(1), patient)
  await link.cut()
  await vi.waitFor(queueIsEmpty, patient)
  await link.restore()
  // Were it put off, it would come before one that is asked for twice as long after.
  smtp.answer = async () => undefined
  const { job: again } = newJob()
  await publish(job, job.id)
  await publish(again, again.id)
  await vi.waitFor(() => expect(smtp.accepted).toHaveLength(1), patient)
  expect(smtp.accepted[0]).toContain(again.to)
  expect(smtp.attempts()).toBe(2)
})

test('a mail that was cut off on its way to the server is sent again', async () => {
  const link = stack.use(await createBreakableLink(smtp.url))
  await startWorker({ SMTP_URL: link.url, MAIL_RETRY_DELAYS_MS: Array(10).fill(200).join() })
  await link.cut()
  const { job } = newJob()
  await publish(job, job.id)
  await link.restore()
  await vi.waitFor(() => expect(smtp.accepted).toHaveLength(1), patient)
})

test('a server that takes its time to say yes gets one mail', { timeout: 40_000 }, async () => {
  smtp.answer = () => pause(14_000)
  await startWorker()
  const { job } = newJob()
  await publish(job, job.id)
  await vi.waitFor(() => expect(smtp.accepted).toHaveLength(1), { timeout: 25_000, interval: 100 })
  await vi.waitFor(queueIsEmpty, patient)
  expect(smtp.attempts()).toBe(1)
})

test('a mail that is refused for good becomes a dead letter without its code', async () => {
  smtp.answer = async () => {
    throw smtpError(550, 'no such mailbox')
  }
  await startWorker()
  const deadLetters = await readDeadLetters()
  const { job } = newJob()
  await publish(job, job.id)
  await vi.waitFor(() => expect(deadLetters).toHaveLength(1), patient)
  expect(smtp.attempts()).toBe(1)
  expect(JSON.parse(String(deadLetters[0]?.content))).not.toHaveProperty('sealedCode')
  expect(JSON.parse(String(deadLetters[0]?.content))).toMatchObject({ id: job.id, to: job.to })
  expect(deadLetters[0]?.properties.headers?.['x-reason']).toMatch(/^refused: .*no such mailbox/)
})

test('a mail that fails at every attempt becomes a dead letter', async () => {
  smtp.answer = async () => {
    throw smtpError(451, 'not today')
  }
  await startWorker()
  const deadLetters = await readDeadLetters()
  const { job } = newJob()
  await publish(job, job.id)
  await vi.waitFor(() => expect(deadLetters).toHaveLength(1), patient)
  expect(smtp.attempts()).toBe(3)
  expect(deadLetters[0]?.properties.headers?.['x-reason']).toMatch(/^failed 3 times: .*not today/)
})

test('an expired code is dropped', async () => {
  await startWorker()
  const late = newJob({ expiresAt: new Date(Date.now() - 1).toISOString() })
  const { job, code } = newJob()
  await publish(late.job, late.job.id)
  await publish(job, job.id)
  await vi.waitFor(() => expect(smtp.accepted).toHaveLength(1), patient)
  expect(smtp.accepted[0]).toContain(code)
  await vi.waitFor(queueIsEmpty, patient)
})

test('a job that comes twice is one mail', async () => {
  await startWorker()
  const { job } = newJob()
  await publish(job, job.id)
  await publish(job, job.id)
  const { job: other } = newJob()
  await vi.waitFor(() => expect(smtp.accepted).toHaveLength(1), patient)
  await publish(other, other.id)
  await vi.waitFor(() => expect(smtp.accepted).toHaveLength(2), patient)
  expect(smtp.accepted[1]).toContain(other.to)
})

test.each([
  ['is no JSON', '{'],
  ['is no job', JSON.stringify({ type: 'send_greetings' })],
])('a message that %s becomes a dead letter', async (_, content) => {
  await startWorker()
  const deadLetters = await readDeadLetters()
  const channel = await rabbitmq.model.createConfirmChannel()
  channel.sendToQueue(queues.send.name, Buffer.from(content))
  await channel.waitForConfirms()
  await vi.waitFor(() => expect(deadLetters.map((dead) => String(dead.content))).toEqual([content]), patient)
  expect(smtp.attempts()).toBe(0)
})

test('a code sealed with another key becomes a dead letter', async () => {
  await startWorker({ MAIL_CODE_KEY: randomBytes(32).toString('base64') })
  const deadLetters = await readDeadLetters()
  const { job } = newJob()
  await publish(job, job.id)
  await vi.waitFor(() => expect(deadLetters).toHaveLength(1), patient)
})

test('while SMTP is down the worker is not ready, and mails wait for it to come back', async () => {
  const worker = await startWorker({ MAIL_RETRY_DELAYS_MS: '200,200,200,200,200,200,200,200,200,200' })
  expect((await fetch(`${worker.url}/health/ready`)).status).toBe(200)
  const port = Number(new URL(smtp.url).port)
  await smtp[Symbol.asyncDispose]()

  const { job } = newJob()
  await publish(job, job.id)
  const health = await fetch(`${worker.url}/health/ready`)
  expect(health.status).toBe(503)
  expect(await health.json()).toMatchObject({ failed: { smtp: expect.any(String) } })

  const back = stack.use(await startSmtpDouble(port))
  await vi.waitFor(() => expect(back.accepted).toHaveLength(1), patient)
})

test('two workers share the mails, each of which is sent once', async () => {
  await startWorker()
  await startWorker()
  const jobs = Array.from({ length: 40 }, () => newJob().job)
  await Promise.all(jobs.map((job) => publish(job, job.id)))
  await vi.waitFor(() => expect(smtp.accepted).toHaveLength(jobs.length), patient)
  await vi.waitFor(queueIsEmpty, patient)
  const ids = smtp.accepted.map((text) => /^Message-ID: <([^@]*)@/im.exec(text)?.[1])
  expect(new Set(ids)).toEqual(new Set(jobs.map(({ id }) => id)))
})

test('a mail is not sent twice when the connection to the broker breaks on its way', async () => {
  const link = stack.use(await createBreakableLink(rabbitmqUrl))
  const finish = Promise.withResolvers<void>()
  smtp.answer = () => finish.promise
  await startWorker({ RABBITMQ_URL: link.url })
  const { job } = newJob()
  await publish(job, job.id)
  await vi.waitFor(() => expect(smtp.attempts()).toBe(1), patient)

  await link.cut()
  await link.restore()
  // The broker gives the message out again, while the first worker is still about to send it.
  await startWorker()
  finish.resolve()
  await vi.waitFor(() => expect(smtp.accepted).toHaveLength(1), patient)
  await vi.waitFor(queueIsEmpty, patient)
  expect(smtp.attempts()).toBe(1)
})

test('a mail survives a worker that is killed while sending it', { timeout: 40_000 }, async () => {
  const never = new Promise<void>(() => undefined)
  smtp.answer = () => never
  const worker = spawn(process.execPath, [new URL('../src/main.ts', import.meta.url).pathname], {
    env,
    stdio: 'ignore',
  })
  stack.defer(() => void worker.kill('SIGKILL'))
  const { job } = newJob()
  await publish(job, job.id)
  await vi.waitFor(() => expect(smtp.attempts()).toBe(1), patient)

  const exited = once(worker, 'exit')
  worker.kill('SIGKILL')
  await exited
  smtp.answer = async () => undefined
  await startWorker()
  await vi.waitFor(() => expect(smtp.accepted).toHaveLength(1), { timeout: 25_000, interval: 50 })
  await vi.waitFor(queueIsEmpty, patient)
  expect(smtp.attempts()).toBe(2)
})

test('SIGTERM lets a mail on its way finish', async () => {
  const finish = Promise.withResolvers<void>()
  smtp.answer = () => finish.promise
  const worker = await startMailWorker(readMailWorkerConfig({ ...env, SHUTDOWN_GRACE_MS: '5000' }))
  const { job } = newJob()
  await publish(job, job.id)
  await vi.waitFor(() => expect(smtp.attempts()).toBe(1), patient)
  const ended = worker[Symbol.asyncDispose]()
  finish.resolve()
  await ended
  expect(smtp.accepted).toHaveLength(1)
  await queueIsEmpty()
})
