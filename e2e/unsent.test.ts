import { setTimeout as pause } from 'node:timers/promises'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { arrive, find, launchBrowser, message, write } from './browser.ts'
import type { Somebody } from './browser.ts'
import { request } from './client.ts'
import { deadline } from './deadline.ts'

const system = inject('system')

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

const field = (page: Page) => page.getByLabel('Message', { exact: true })
const numbered = (count: number) => Array.from({ length: count }, (_, index) => `no. ${index + 1} of ${count}`)

/** Ada and Ben, who look at their conversation. */
async function talking() {
  await using arrived = new AsyncDisposableStack()
  const ada = arrived.use(await arrive(browser, system, 'Ada'))
  const ben = arrived.use(await arrive(browser, system, 'Ben'))
  await find(ada.page, ben)
  await write(ada.page, 'hello')
  await ben.page.getByTestId('conversation-item').filter({ hasText: ada.name }).click()
  await message(ben.page, 'hello').waitFor()
  const owned = arrived.move()
  return { ada, ben, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

/** What somebody sees of what was said after hello, in order, once the last of it is there. */
async function heard({ page }: Somebody, last: string): Promise<(string | null)[]> {
  await message(page, last).waitFor()
  const texts = await page.getByTestId('message-bubble').allTextContents()
  return texts.slice(texts.indexOf('hello') + 1)
}

/** Nothing that a message is sent by, or a file, gets out of this browser until it is let. */
async function holdSending(context: BrowserContext) {
  await context.route('**/graphql', (route) =>
    /mutation (?:SendMessage|CreateAttachmentUpload)/.test(route.request().postData() ?? '')
      ? route.abort()
      : route.continue(),
  )
  return () => context.unroute('**/graphql')
}

test('what waits when the page is loaded again arrives once, in its order', async () => {
  await using people = await talking()
  const { ada, ben } = people
  const letThrough = await holdSending(ada.context)
  const waiting = numbered(3)
  for (const text of waiting) await write(ada.page, text)
  await field(ada.page).fill('half a thou')
  await ada.page.reload()
  for (const text of waiting) await message(ada.page, text).getByLabel('Sending').waitFor()
  expect(await field(ada.page).inputValue()).toBe('half a thou')
  await letThrough()
  expect(await heard(ben, 'no. 3 of 3')).toEqual(waiting)
  await message(ada.page, 'no. 3 of 3')
    .getByLabel(/Sent|Read/)
    .waitFor()
  expect(await ada.page.getByTestId('message').count()).toBe(4)
})

test('ten messages on a slow network, and the page loaded again: all arrive once, in their order', async () => {
  await using people = await talking()
  const { ada, ben } = people
  await ada.context.route('**/graphql', async (route) => {
    await pause(300)
    await route.continue().catch(() => null)
  })
  const ten = numbered(10)
  for (const text of ten) await write(ada.page, text)
  await message(ben.page, 'no. 2 of 10').waitFor()
  await ada.page.reload()
  expect(await heard(ben, 'no. 10 of 10')).toEqual(ten)
  await message(ada.page, 'no. 10 of 10')
    .getByLabel(/Sent|Read/)
    .waitFor()
  expect(await heard(ada, 'no. 10 of 10')).toEqual(ten)
})

test('a file whose upload was cut off goes on with the next page', async () => {
  await using people = await talking()
  const { ada, ben } = people
  const letThrough = await holdSending(ada.context)
  const attach = (name: string) =>
    ada.page.getByTestId('file-input').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(name) })
  await attach('sent.txt')
  await ada.page.getByTestId('upload').waitFor()
  await write(ada.page, 'with a file')
  await write(ada.page, 'written meanwhile')
  await attach('kept.txt')
  await ada.page.getByTestId('upload').waitFor()
  await ada.page.reload()
  const link = message(ada.page, 'with a file').getByTestId('message-file').filter({ hasText: 'sent.txt' })
  expect(await link.getAttribute('href')).toMatch(/^blob:/)
  await ada.page.getByTestId('upload').filter({ hasText: 'kept.txt' }).waitFor()
  await letThrough()
  expect(await heard(ben, 'written meanwhile')).toEqual(['with a file', 'written meanwhile'])
  await message(ben.page, 'with a file').getByText('sent.txt').waitFor()
  await ada.page.locator('[data-testid=upload][data-status=done]').filter({ hasText: 'kept.txt' }).waitFor()
})

test('tabs share what is not sent, and when the one that sends is closed another goes on', async () => {
  await using people = await talking()
  const { ada, ben } = people
  const second = await ada.context.newPage()
  await second.goto(ada.page.url())
  await message(second, 'hello').waitFor()
  const letThrough = await holdSending(ada.context)
  await field(second).fill('a draft')
  await deadline('the draft in the other tab', async () => {
    return (await field(ada.page).inputValue()) === 'a draft' || undefined
  })
  const waiting = numbered(2)
  for (const text of waiting) await write(second, text)
  await message(ada.page, 'no. 2 of 2').getByLabel('Sending').waitFor()
  await ada.page.close()
  await letThrough()
  expect(await heard(ben, 'no. 2 of 2')).toEqual(waiting)
  await message(second, 'no. 2 of 2')
    .getByLabel(/Sent|Read/)
    .waitFor()
})

test('what was not sent goes when its writer signs out', async () => {
  await using people = await talking()
  const { ada } = people
  await holdSending(ada.context)
  await write(ada.page, 'never sent')
  await field(ada.page).fill('a secret draft')
  const kept = () => ada.page.evaluate('indexedDB.databases().then((all) => all.map(({ name }) => name))')
  expect(await kept()).toHaveLength(1)
  await ada.page.getByRole('button', { name: 'Your account' }).click()
  await ada.page.getByRole('menuitem', { name: 'Sign out' }).click()
  await ada.page.getByLabel('E-mail address').waitFor()
  await deadline('an empty browser', async () => {
    const names = await kept()
    return (Array.isArray(names) && names.length === 0) || undefined
  })
})

test('and when the session was ended elsewhere', async () => {
  await using people = await talking()
  const { ada } = people
  await field(ada.page).fill('a secret draft')
  const kept = () => ada.page.evaluate('indexedDB.databases().then((all) => all.map(({ name }) => name))')
  await expect.poll(kept).toHaveLength(1)
  const { accessToken } = await (
    await ada.page.request.post(`${system.webUrl}/api/session/refresh`, { headers: { origin: system.webUrl } })
  ).json()
  // As another program of hers does it: this page hears of it by its socket alone.
  expect(await request(system, { query: 'mutation { signOut }' }, accessToken)).toEqual(
    expect.objectContaining({ data: { signOut: true } }),
  )
  await ada.page.getByLabel('E-mail address').waitFor()
  await expect.poll(kept).toEqual([])
})

test('where the browser has no database and no locks the chat works, until the page goes', async () => {
  await using ada = await arrive(browser, system, 'Ada')
  await using ben = await arrive(browser, system, 'Ben')
  await ada.page.addInitScript('Object.defineProperty(Navigator.prototype, "locks", { get: () => undefined })')
  await ada.page.addInitScript(
    'IDBFactory.prototype.open = IDBFactory.prototype.databases = () => { throw new DOMException("", "SecurityError") }',
  )
  await ada.page.reload()
  await find(ada.page, ben)
  await write(ada.page, 'hello')
  await message(ada.page, 'hello').getByLabel('Sent').waitFor()
  await ben.page.getByTestId('conversation-item').filter({ hasText: ada.name }).click()
  await message(ben.page, 'hello').waitFor()
  expect(ada.complaints).toEqual([])
  await ada.page.getByRole('button', { name: 'Your account' }).click()
  await ada.page.getByRole('menuitem', { name: 'Sign out' }).click()
  await ada.page.getByLabel('E-mail address').waitFor()
})
