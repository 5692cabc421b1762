import { Buffer } from 'node:buffer'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest'
import { audit } from './audit.ts'
import { arrive, launchBrowser, message, write } from './browser.ts'
import { newAddress } from './client.ts'
import { codeMailedTo } from './mail.ts'

const system = inject('system')

vi.setConfig({ testTimeout: 240_000 })

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

test('axe finds nothing in signing in and the welcome', async () => {
  await using context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  const email = newAddress()
  await page.goto(system.webUrl)
  await page.getByLabel('E-mail address').fill('nobody')
  await page.getByRole('button', { name: 'Send me a code' }).click()
  await page.getByText('This is not an e-mail address.').waitFor()
  await audit(page, 'a refused address')
  await page.getByLabel('E-mail address').fill(email)
  await audit(page, 'sign-in')
  await page.getByRole('button', { name: 'Send me a code' }).click()
  const code = await codeMailedTo(system.mailUrl, email)
  await page.getByLabel('Code').pressSequentially(code === '000000' ? '111111' : '000000')
  await page.getByText('That is not the code.').waitFor()
  await audit(page, 'a wrong code')
  await page.getByLabel('Code').pressSequentially(code)
  await page.getByLabel('Username').waitFor()
  await audit(page, 'welcome')
  expect(new URL(page.url()).pathname).toBe('/welcome')
})

test('axe finds nothing in a chat without conversations, its menu and its dialogs', async () => {
  await using ada = await arrive(browser, system, 'Ada')
  await using ben = await arrive(browser, system, 'Ben')
  const { page } = ada
  await audit(page, 'empty chat')
  await page.getByLabel('Find people and groups').fill(ben.username)
  await page.getByTestId('person-result').waitFor()
  await audit(page, 'people found')
  await page.getByLabel('Find people and groups').fill('')

  await page.getByRole('button', { name: 'New group' }).click()
  await page.getByLabel('Group name').fill('Engines')
  await page.getByLabel('Add people').fill(ben.username)
  await page.getByTestId('person-option').click()
  await page.getByLabel('Add people').fill(ben.username.slice(0, 3))
  await audit(page, 'new group')
  await page.keyboard.press('Escape')

  for (const dialog of ['Profile', 'Settings']) {
    await page.getByLabel('Your account').click()
    if (dialog === 'Profile') await audit(page, 'account menu')
    await page.getByRole('menuitem', { name: dialog }).click()
    await page.getByRole('dialog', { name: dialog }).waitFor()
    if (dialog === 'Settings') await page.getByTestId('sessions').getByText('This device').waitFor()
    await audit(page, dialog)
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  }
  expect(ada.complaints).toEqual([])
})

test('axe finds nothing in a conversation, its members and its pictures', async () => {
  await using ada = await arrive(browser, system, 'Ada')
  await using ben = await arrive(browser, system, 'Ben')
  const { page } = ada
  await page.getByRole('button', { name: 'New group' }).click()
  await page.getByLabel('Group name').fill('Engines')
  await page.getByLabel('Add people').fill(ben.username)
  await page.getByTestId('person-option').click()
  await page.getByRole('button', { name: 'Create group' }).click()
  await page.getByLabel('Message', { exact: true }).waitFor()
  await audit(page, 'empty conversation')

  await write(page, 'Look: **the** `engine`\n> said so\n- https://example.org\n```js\nrun()\n```')
  await ben.page.getByTestId('conversation-item').click()
  await message(ben.page, 'the engine').hover()
  await message(ben.page, 'the engine').getByRole('button', { name: 'Reply' }).click()
  await ben.page.getByTestId('reply-bar').waitFor()
  await audit(ben.page, 'answering')
  await write(ben.page, 'A *good* answer')
  await message(page, 'good answer').hover()
  await message(page, 'good answer').getByRole('button', { name: 'React' }).click()
  const reactions = page.getByRole('toolbar', { name: 'Quick reactions' })
  await reactions.waitFor()
  await audit(page, 'reactions')
  await reactions.getByRole('button').first().click()
  await page.getByTestId('file-input').setInputFiles([
    { name: 'engine.png', mimeType: 'image/png', buffer: PNG },
    { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('notes') },
  ])
  await page.getByRole('list', { name: 'Attachments' }).waitFor()
  await audit(page, 'attached')
  await write(page, 'A picture')
  await ben.page.getByTestId('message-picture').waitFor()
  await page.getByTestId('message-picture').waitFor()
  await message(page, 'A picture').hover()
  await audit(page, 'conversation')
  await page.getByRole('button', { name: 'View engine.png' }).click()
  await page.getByRole('dialog', { name: 'engine.png' }).waitFor()
  await audit(page, 'picture viewer')
  await page.keyboard.press('Escape')

  await page.getByLabel('Group menu').click()
  await audit(page, 'group menu')
  await page.getByRole('menuitem', { name: 'Members' }).click()
  await page.getByTestId('members').waitFor()
  await audit(page, 'members')
  expect([...ada.complaints, ...ben.complaints]).toEqual([])
})

test('axe finds nothing where there is nothing, and in the playground but for its tabs', async () => {
  await using ada = await arrive(browser, system, 'Ada')
  const { page } = ada
  await page.goto(`${system.webUrl}/nowhere`)
  await page.getByText('Nothing here').waitFor()
  await audit(page, 'nowhere')
  await page.goto(`${system.webUrl}/c/nothing`)
  await page
    .getByRole('link', { name: 'To your conversations' })
    .or(page.getByRole('heading', { level: 2 }))
    .first()
    .waitFor()
  await audit(page, 'missing conversation')
  await page.goto(`${system.webUrl}/playground`)
  await page.locator('.view-lines').filter({ hasText: 'MyConversations' }).first().waitFor()
  // GraphiQL puts the button that closes a tab within the tab.
  await audit(page, 'playground', ['.graphiql-tab'])
  expect(await page.title()).toBe('API playground · Colloquy')
})
