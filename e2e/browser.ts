import { randomUUID } from 'node:crypto'
import { chromium } from 'playwright-core'
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { newAddress } from './client.ts'
import { codeMailedTo } from './mail.ts'

export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({
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

export interface Somebody extends AsyncDisposable {
  name: string
  username: string
  context: BrowserContext
  page: Page
  /** What the page complained of on its console, and errors that nobody caught. */
  complaints: string[]
}

interface Addresses {
  webUrl: string
  mailUrl: string
}

/** Signs in by hand with an address: as somebody new, to the welcome. */
export async function signIn(page: Page, { webUrl, mailUrl }: Addresses, email: string): Promise<void> {
  await page.goto(webUrl)
  await page.getByLabel('E-mail address').fill(email)
  await page.getByRole('button', { name: 'Send me a code' }).click()
  await page.getByLabel('Code').pressSequentially(await codeMailedTo(mailUrl, email))
}

/** Signs in by hand as somebody new, in a browser of their own. */
export async function arrive(browser: Browser, addresses: Addresses, firstName: string): Promise<Somebody> {
  const name = `${firstName} ${randomUUID().slice(0, 8)}`
  const username = name.toLowerCase().replaceAll(/[^a-z0-9]/g, '_')
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  await signIn(page, addresses, newAddress(firstName.toLowerCase()))
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByLabel('Username').fill(username)
  await page.locator('form button[type=submit]').click()
  await page.getByLabel('Find people and groups').waitFor()
  return { name, username, context, page, complaints, [Symbol.asyncDispose]: () => context.close() }
}

export const message = (page: Page, text: string): Locator => page.getByTestId('message').filter({ hasText: text })

/** Writes in the conversation that is open, and sends it. */
export async function write(page: Page, text: string): Promise<void> {
  await page.getByLabel('Message', { exact: true }).fill(text)
  await page.getByLabel('Message', { exact: true }).press('Enter')
}

/** Looks for somebody and opens the conversation with them. */
export async function find(page: Page, { username, name }: Pick<Somebody, 'username' | 'name'>): Promise<void> {
  await page.getByLabel('Find people and groups').fill(username)
  await page.getByTestId('person-result').filter({ hasText: name }).click()
  await page.getByTestId('conversation-title').filter({ hasText: name }).waitFor()
}
