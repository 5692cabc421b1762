import { Buffer } from 'node:buffer'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { z } from 'zod'
import { arrive as arriveBy, find, launchBrowser, message, write } from './browser.ts'
import { deadline } from './deadline.ts'

const system = inject('system')

/** A PNG of one pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

let browser: Browser

beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

const arrive = (firstName: string) => arriveBy(browser, system, firstName)

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

test('moving between conversations asks nothing of the web’s server', async () => {
  await using ada = await arrive('Ada')
  await using ben = await arrive('Ben')
  await using cleo = await arrive('Cleo')
  for (const person of [ben, cleo]) {
    await find(ada.page, person)
    await write(ada.page, `hello ${person.name}`)
    await message(ada.page, `hello ${person.name}`).getByLabel('Sent').waitFor()
  }
  const asked: string[] = []
  // Chromium itself looks for the page's icon again at each address.
  const isAsked = (url: string) => url.startsWith(system.webUrl) && !url.startsWith(`${system.webUrl}/icon`)
  ada.page.on('request', (request) => isAsked(request.url()) && asked.push(request.url()))
  for (const { name } of [ben, cleo, ben]) {
    await ada.page.getByTestId('conversation-item').filter({ hasText: name }).click()
    await message(ada.page, `hello ${name}`).waitFor()
  }
  await ada.page.goBack()
  await message(ada.page, `hello ${cleo.name}`).waitFor()
  expect(asked).toEqual([])
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

test('who could not be signed out stays signed in, and is told', async () => {
  await using ada = await arrive('Ada')
  const route = `${system.webUrl}/api/session/sign-out`
  const headers = { origin: system.webUrl, authorization: 'Bearer of nothing' }
  const refused = await ada.page.request.post(route, { headers })
  expect(refused.status()).toBe(401)
  expect(refused.headers()['set-cookie']).toBeUndefined()

  const leave = async () => {
    await ada.page.getByRole('button', { name: 'Your account' }).click()
    await ada.page.getByRole('menuitem', { name: 'Sign out' }).click()
  }
  await ada.page.route(route, (request) => request.abort())
  await leave()
  await ada.page.getByText('You are still signed in.').waitFor()
  await ada.page.unroute(route)
  await leave()
  await ada.page.getByLabel('E-mail address').waitFor()
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
