import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { arrive, find, launchBrowser, message, signIn, write } from './browser.ts'
import { newAddress, refresh, requestCode, verify } from './client.ts'
import { codeMailedTo } from './mail.ts'

const system = inject('system')

let browser: Browser

beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

test('settings change what others see, and one who is blocked can be let back in, by keyboard alone', async () => {
  await using ada = await arrive(browser, system, 'Ada')
  await using ben = await arrive(browser, system, 'Ben')
  await find(ada.page, ben)
  const { keyboard } = ada.page

  // The composer takes the focus when a conversation opens.
  await ada.page.getByLabel('Message', { exact: true }).and(ada.page.locator(':focus')).waitFor()
  await ada.page.getByLabel(`${ben.name} menu`).press('Enter')
  await ada.page.getByRole('menuitem', { name: 'Block' }).press('Enter')
  await ada.page.getByRole('dialog').getByRole('button', { name: 'Block' }).press('Enter')
  await ada.page.getByTestId('blocked-note').waitFor()

  await ada.page.getByLabel('Your account').press('Enter')
  await ada.page.getByRole('menuitem', { name: 'Settings' }).press('Enter')
  await ada.page.getByTestId('sessions').getByText('This device').waitFor()
  const receipts = ada.page.getByRole('switch', { name: 'Show what I have read' })
  await receipts.press('Space')
  await receipts.and(ada.page.locator('[aria-checked=false]:enabled')).waitFor()
  const nobody = ada.page.getByRole('radio', { name: 'Nobody' })
  await nobody.press('Space')
  await nobody.and(ada.page.locator('[aria-checked=true]:enabled')).waitFor()
  await ada.page.getByRole('button', { name: `Unblock ${ben.name}` }).press('Enter')
  await ada.page.getByText('You can block somebody in your conversation with them.').waitFor()
  await keyboard.press('Escape')
  await write(ada.page, 'Back again')
  await message(ada.page, 'Back again').getByLabel('Sent').waitFor()
  expect([...ada.complaints, ...ben.complaints]).toEqual([])
})

test('who is signed in elsewhere can be signed out there', async () => {
  await using context = await browser.newContext()
  const page = await context.newPage()
  const email = newAddress()
  await signIn(page, system, email)
  await page.getByLabel('Name', { exact: true }).fill('Ada')
  await page.locator('form button[type=submit]').click()
  // A known device need not wait for its next code.
  const device = (await context.cookies()).find(({ name }) => name.startsWith('colloquy_device'))
  const { data } = await requestCode(system, email, device?.value)
  const code = await codeMailedTo(system.mailUrl, email, 2)
  const elsewhere = (await verify(system, { requestId: data.requestSignInCode.id, code })).data.verifySignInCode

  await page.getByLabel('Your account').click()
  await page.getByRole('menuitem', { name: 'Settings' }).click()
  const rows = page.getByTestId('sessions').getByRole('listitem')
  await rows.getByRole('button', { name: /^Sign out/ }).click()
  await rows.getByRole('button').waitFor({ state: 'detached' })
  expect(await rows.allInnerTexts()).toEqual([expect.stringContaining('This device')])
  const { errors } = await refresh(system, elsewhere.refreshToken)
  expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED')
})

test.each(['Li', '李', 'Zed', 'Zed', 'O’Brien'])('somebody called %s gets in with that name alone', async (name) => {
  await using context = await browser.newContext()
  const page = await context.newPage()
  await signIn(page, system, newAddress())
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.locator('form button[type=submit]').click()
  await page.getByLabel('Find people and groups').waitFor()
  expect(new URL(page.url()).pathname).toBe('/')
})
