import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLogger } from '@colloquy/platform/logger'
import { createTransport } from 'nodemailer'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { startMailCatcher } from '../src/mail/mail-catcher.ts'
import type { MailCatcher } from '../src/mail/mail-catcher.ts'
import { freePorts } from '../src/ports.ts'

const message = z.object({
  id: z.string(),
  from: z.string(),
  to: z.array(z.string()),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  receivedAt: z.iso.datetime(),
})

let directory: string
let catcher: MailCatcher
let smtpPort: number
let start: () => Promise<MailCatcher>

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'colloquy-mail-'))
  const ports = await freePorts()
  smtpPort = ports.SMTP_PORT
  const logger = createLogger('mail', 'silent')
  start = () => startMailCatcher({ host: '127.0.0.1', port: ports.MAIL_PORT, smtpPort, directory, logger })
  catcher = await start()
})
afterEach(async () => {
  await catcher[Symbol.asyncDispose]()
  await rm(directory, { recursive: true })
})

async function send(subject: string, to = ['ada@example.com']): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port: smtpPort })
  await transport.sendMail({
    from: 'Colloquy <no-reply@colloquy.example>',
    to,
    bcc: 'hidden@example.com',
    subject,
    text: 'Grüße',
    html: '<p>Grüße</p><script>alert(1)</script>',
  })
}

const read = async (path: string): Promise<unknown> => (await fetch(catcher.url + path)).json()
const list = async (query = '') => z.array(message).parse(await read(`/messages${query}`))

test('mail is listed with what was sent and to whom it went, newest first', async () => {
  await send('the first')
  await send('the second – with a dash', ['ada@example.com', 'Ben@example.com'])
  const [second, first] = await list()
  expect(first?.subject).toBe('the first')
  expect(second).toMatchObject({
    from: 'no-reply@colloquy.example',
    to: ['ada@example.com', 'Ben@example.com', 'hidden@example.com'],
    subject: 'the second – with a dash',
    text: expect.stringContaining('Grüße'),
    html: expect.stringContaining('<p>Grüße</p>'),
  })
  expect(await read(`/messages/${second?.id}`)).toEqual(second)
  expect((await list('?to=ben@example.com')).map(({ subject }) => subject)).toEqual([second?.subject])
})

test.each([
  ['ada@xn--mnchen-3ya.example', 'ada@münchen.example'],
  ["a/b=c&d%e!f#g'h@example.com", "A/B=C&D%E!F#G'H@example.com"],
])('mail to %s is found by %s too', async (address, other) => {
  await send('for one of them', [address])
  await send('for somebody else')
  for (const to of [address, other])
    expect((await list(`?to=${encodeURIComponent(to)}`)).map(({ subject }) => subject)).toEqual(['for one of them'])
})

test('mail is kept in files, over a restart', async () => {
  await send('kept')
  const before = await list()
  expect((await readdir(directory)).filter((file) => file.endsWith('.eml'))).toHaveLength(1)
  await catcher[Symbol.asyncDispose]()
  catcher = await start()
  expect(await list()).toEqual(before)
})

test('all can be deleted', async () => {
  await send('one')
  const [sent] = await list()
  expect((await fetch(`${catcher.url}/messages`, { method: 'DELETE' })).status).toBe(200)
  expect(await list()).toEqual([])
  expect((await fetch(`${catcher.url}/messages/${sent?.id}`)).status).toBe(404)
  expect(await readdir(directory)).toEqual([])
})

test('the HTML of a mail can neither run nor load anything', async () => {
  await send('with a script')
  const [sent] = await list()
  const policy = (await fetch(`${catcher.url}/messages/${sent?.id}/html`)).headers.get('content-security-policy')
  expect(policy).toContain("default-src 'none'")
  expect(policy).toMatch(/sandbox(?!.*allow-scripts)/)
  const page = await fetch(catcher.url)
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self'")
  expect(await page.text()).toContain('sandbox="allow-popups"')
})

test('a mail that is too large is refused, and the next one taken', async () => {
  await expect(send('x'.repeat(11_000_000))).rejects.toMatchObject({ responseCode: 552 })
  await send('small')
  expect((await list()).map(({ subject }) => subject)).toEqual(['small'])
})
