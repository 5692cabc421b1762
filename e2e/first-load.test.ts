import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { arrive, find, launchBrowser, message, write } from './browser.ts'

const system = inject('system')

/** React and the part of Next that runs in the browser are about 135 KiB of each. */
const SIGN_IN_KIB = 185
const CONVERSATION_KIB = 330

let browser: Browser

beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

/** How much script a page loads, as it is transferred, until what was waited for is there and nothing more comes. */
async function scriptKib(page: Page, load: () => Promise<unknown>): Promise<number> {
  const sizes: Promise<number>[] = []
  page.on('requestfinished', (request) => {
    if (request.resourceType() === 'script')
      sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize))
  })
  await load()
  await page.waitForLoadState('networkidle')
  const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
  expect(bytes).toBeGreaterThan(0)
  return bytes / 1024
}

test('the sign-in page loads little script', async () => {
  const page = await browser.newPage()
  const kib = await scriptKib(page, async () => {
    await page.goto(`${system.webUrl}/sign-in`)
    await page.getByLabel('E-mail address').waitFor()
  })
  expect(kib).toBeLessThan(SIGN_IN_KIB)
  await page.close()
})

test('a conversation loads the script that it needs, and dialogs when they are opened', async () => {
  await using ada = await arrive(browser, system, 'Ada')
  await using ben = await arrive(browser, system, 'Ben')
  await find(ada.page, ben)
  await write(ada.page, 'Good morning')
  await message(ada.page, 'Good morning').getByLabel('Sent').waitFor()

  const page = await ada.context.newPage()
  // What is routed is not taken from the browser's cache.
  await page.route('**/_next/static/**', (route) => route.continue())
  const kib = await scriptKib(page, async () => {
    await page.goto(ada.page.url())
    await message(page, 'Good morning').waitFor()
  })
  expect(kib).toBeLessThan(CONVERSATION_KIB)

  await page.getByLabel('Your account').press('Enter')
  await page.getByRole('menuitem', { name: 'Settings' }).press('Enter')
  await page.getByRole('dialog', { name: 'Settings' }).getByText('Sessions').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.locator('[aria-label="Your account"]:focus').waitFor()
})
