import { Buffer } from 'node:buffer'
import { randomUUID } from 'node:crypto'
import { chromium } from 'playwright-core'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { z } from 'zod'
import { newAddress } from './client.ts'
import { deadline } from './deadline.ts'
import { codeMailedTo } from './mail.ts'

const system = inject('system')

/** A PNG of one pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

let browser: Browser

beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
})
afterAll(() => browser.close())

interface Somebody extends AsyncDisposable {
  name: string
  username: string
  context: BrowserContext
  page: Page
  /** What the page complained of on its console, and errors that nobody caught. */
  complaints: string[]
}

/** Signs in by hand as somebody new, in a browser of their own. */
async function arrive(firstName: string): Promise<Somebody> {
  const name = `${firstName} ${randomUUID().slice(0, 8)}`
  const username = name.toLowerCase().replaceAll(/[^a-z0-9]/g, '_')
  const email = newAddress(firstName.toLowerCase())
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  await page.goto(system.webUrl)
  await page.getByLabel('E-mail address').fill(email)
  await page.getByRole('button', { name: 'Send me a code' }).click()
  await page.getByLabel('Code').pressSequentially(await codeMailedTo(system.mailUrl, email))
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByLabel('Username').fill(username)
  await page.locator('form button[type=submit]').click()
  await page.getByLabel('Find people and groups').waitFor()
  return { name, username, context, page, complaints, [Symbol.asyncDispose]: () => context.close() }
}

const message = (page: Page, text: string) => page.getByTestId('message').filter({ hasText: text })

async function write(page: Page, text: string): Promise<void> {
  await page.getByLabel('Message', { exact: true }).fill(text)
  await page.getByLabel('Message', { exact: true }).press('Enter')
}

async function find(page: Page, { username, name }: Somebody): Promise<void> {
  await page.getByLabel('Find people and groups').fill(username)
  await page.getByTestId('person-result').filter({ hasText: name }).click()
  await page.getByTestId('conversation-title').filter({ hasText: name }).waitFor()
}

test('two people sign in, find each other, and talk live', async () => {
  await using ada = await arrive('Ada')
  await using ben = await arrive('Ben')
  await find(ada.page, ben)
  await write(ada.page, 'Good morning, **Ben**')
  await message(ada.page, 'Good morning').getByLabel('Sent').waitFor()

  const item = ben.page.getByTestId('conversation-item').filter({ hasText: ada.name })
  await item.getByTestId('unread-count').filter({ hasText: '1' }).waitFor()
  await item.click()
  await message(ben.page, 'Good morning, Ben').waitFor()
  await message(ada.page, 'Good morning').getByLabel('Read').waitFor()
  expect(await ben.page.getByTestId('unread-count').count()).toBe(0)

  await ben.page.getByLabel('Message', { exact: true }).pressSequentially('And to you')
  await ada.page
    .getByTestId('conversation-status')
    .filter({ hasText: /typing/i })
    .waitFor()
  await ben.page.getByLabel('Message', { exact: true }).press('Enter')
  await message(ada.page, 'And to you').waitFor()

  await ada.page.getByTestId('file-input').setInputFiles({ name: 'engine.png', mimeType: 'image/png', buffer: PNG })
  await write(ada.page, 'A picture')
  await ben.page.getByTestId('message-picture').waitFor()

  await ada.page.reload()
  await message(ada.page, 'And to you').waitFor()
  expect([...ada.complaints, ...ben.complaints]).toEqual([])
})

test('after a lost connection both have everything, once', async () => {
  await using ada = await arrive('Ada')
  await using ben = await arrive('Ben')
  await find(ada.page, ben)
  await write(ada.page, 'before')
  await ben.page.getByTestId('conversation-item').filter({ hasText: ada.name }).click()
  await message(ben.page, 'before').waitFor()
  await ben.context.setOffline(true)
  await ben.page.getByTestId('connection-banner').waitFor()
  await write(ada.page, 'while you were away')
  await write(ben.page, 'written in the tunnel')
  await message(ada.page, 'while you were away').getByLabel('Sent').waitFor()
  await ben.context.setOffline(false)
  await message(ben.page, 'while you were away').waitFor()
  await message(ada.page, 'written in the tunnel').waitFor()
  await ben.page.getByTestId('connection-banner').waitFor({ state: 'detached' })
  for (const text of ['before', 'while you were away', 'written in the tunnel']) {
    expect(await message(ada.page, text).count()).toBe(1)
    expect(await message(ben.page, text).count()).toBe(1)
  }
})

test('no token is left where page scripts could read it later', async () => {
  await using ada = await arrive('Ada')
  const cookies = await ada.context.cookies()
  expect(cookies.some(({ httpOnly, sameSite }) => httpOnly && sameSite !== 'None')).toBe(true)
  const stored = z
    .array(z.string())
    .parse(await ada.page.evaluate('[document.cookie, JSON.stringify(localStorage), JSON.stringify(sessionStorage)]'))
  for (const text of stored) expect(text).not.toMatch(/eyJ|refresh|token/i)
})

test('the playground answers as the viewer, subscriptions included', async () => {
  await using ada = await arrive('Ada')
  const { page } = ada
  await page.goto(`${system.webUrl}/playground`)
  await page.getByTestId('playground').waitFor()
  const execute = page.getByRole('button', { name: /execute query/i })
  const shown = (word: string) => page.locator('.view-lines').filter({ hasText: word }).first().waitFor()
  await shown('MyConversations')
  const result = page.locator('.result-window').filter({ hasText: '"me"' })
  // The editor shows its text a moment before it can be run.
  await deadline('the answer in the playground', async () => {
    if ((await result.count()) > 0) return true
    if (await execute.isVisible()) await execute.click()
    return undefined
  })
  expect(await result.textContent()).toContain(ada.username)

  await using ben = await arrive('Ben')
  await page.getByRole('tab', { name: 'Inbox' }).click()
  await shown('Inbox')
  await find(ben.page, ada)
  const live = page.locator('.result-window').filter({ hasText: 'to the playground' })
  await deadline('the event in the playground', async () => {
    if ((await live.count()) > 0) return true
    if (await execute.isVisible()) await execute.click()
    await write(ben.page, 'to the playground')
    return undefined
  })
})
