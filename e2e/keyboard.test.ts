import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { arrive, find, launchBrowser, message, write } from './browser.ts'

const system = inject('system')

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

const press = async (page: Page, ...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key)
}
/** What has the focus, by its role or element and its name. */
const focused = (page: Page) =>
  page.evaluate(`(() => {
    const { role, tagName, ariaLabel, textContent } = document.activeElement
    return [role ?? tagName.toLowerCase(), ariaLabel ?? textContent].join(': ')
  })()`)
const field = (page: Page) => page.getByLabel('Message', { exact: true })

test('the messages are one stop of the Tab key, and arrows go along them', async () => {
  await using ada = await arrive(browser, system, 'Ada')
  await using ben = await arrive(browser, system, 'Ben')
  await find(ada.page, ben)
  const { page } = ada
  const texts = Array.from({ length: 40 }, (_, index) => `no. ${index} https://example.org/${index} \`code\``)
  for (const text of texts) await write(page, text)
  await message(page, 'no. 39 ').getByLabel('Sent').waitFor()

  await field(page).focus()
  await press(page, 'Shift+Tab', 'Shift+Tab')
  expect(await focused(page)).toMatch(/^log: Messages/)
  await press(page, 'Tab')
  expect(await focused(page)).toBe('button: Attach files')
  await press(page, 'Shift+Tab', 'ArrowUp', 'ArrowUp')
  const onMessage = (text: string) => page.locator('article:focus').filter({ hasText: text }).waitFor()
  await onMessage('no. 38 ')
  await press(page, ...Array.from({ length: 30 }, () => 'ArrowUp'))
  await onMessage('no. 8 ')

  // What a message has is reached from it: its address, then what can be done with it.
  await press(page, 'Tab')
  expect(await focused(page)).toBe('a: https://example.org/8')
  await press(page, 'Tab')
  expect(await focused(page)).toMatch(/^button: Reply/)
  // The focus stays with its message, wherever one scrolls.
  await page
    .getByRole('log')
    .evaluate((list: { scrollTop: number; scrollHeight: number }) => void (list.scrollTop = list.scrollHeight))
  await message(page, 'no. 39 ').waitFor()
  expect(await focused(page)).toMatch(/^button: Reply/)
  await press(page, 'Enter')
  await page.getByTestId('reply-bar').filter({ hasText: 'no. 8 ' }).waitFor()
  expect(ada.complaints).toEqual([])
})

test('the theme is chosen by keyboard, and a closed dialog gives the focus back', async () => {
  await using ada = await arrive(browser, system, 'Ada')
  const { page } = ada
  await page.getByRole('button', { name: 'Your account' }).focus()
  await press(page, 'Enter')
  await page.locator('[aria-label="As the system"]:focus').waitFor()
  await press(page, 'ArrowDown')
  await page.locator('[aria-label=Light]:focus').waitFor()
  await press(page, 'ArrowDown')
  await page.locator('[aria-label=Dark]:focus').waitFor()
  await press(page, 'Enter')
  await page.getByRole('menuitemradio', { name: 'Dark', checked: true }).waitFor()
  expect(await page.locator('html').getAttribute('data-theme')).toBe('dark')
  await press(page, 'ArrowDown')
  await page.locator('[role=menuitem]:focus').filter({ hasText: 'Profile' }).waitFor()
  await press(page, 'Enter')
  await page.getByRole('dialog', { name: 'Profile' }).waitFor()
  await press(page, 'Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.locator('button[aria-label="Your account"]:focus').waitFor()
})

test('people are found by keyboard, and Enter in the field takes one instead of making the group', async () => {
  await using ada = await arrive(browser, system, 'Ada')
  await using ben = await arrive(browser, system, 'Ben')
  const { page } = ada
  await page.getByRole('button', { name: 'New group' }).focus()
  await press(page, 'Enter')
  await page.getByLabel('Group name').fill('Engines')
  await page.getByLabel('Add people').fill(ben.username)
  await page.getByTestId('person-option').filter({ hasText: ben.name }).waitFor()
  await press(page, 'Enter')
  await page.getByRole('list', { name: 'Chosen' }).filter({ hasText: ben.name }).waitFor()
  await press(page, 'Enter')
  expect(await page.getByRole('dialog', { name: 'New group' }).isVisible()).toBe(true)
  await press(page, 'Escape')
  await page.locator('button[aria-label="New group"]:focus').waitFor()

  await press(page, 'Control+k')
  await page.locator('[aria-label="Find people and groups"]:focus').waitFor()
  await page.keyboard.insertText(ben.username)
  await page.getByTestId('person-result').filter({ hasText: ben.name }).waitFor()
  await press(page, 'ArrowDown')
  await page.locator('[data-testid=person-result]:focus').waitFor()
  await press(page, 'ArrowUp', 'Enter')
  await page.getByTestId('conversation-title').filter({ hasText: ben.name }).waitFor()
  await page.locator('textarea:focus').waitFor()
})
