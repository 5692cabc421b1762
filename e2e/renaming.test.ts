import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { arrive, find, launchBrowser, message, write } from './browser.ts'
import { signIn } from './client.ts'

const system = inject('system')

let browser: Browser

beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

test('another name reaches all that the other person sees, and the own second tab, without a reload', async () => {
  await using ada = await arrive(browser, system, 'Ada')
  await using ben = await arrive(browser, system, 'Ben')
  let sockets = 0
  ben.page.on('websocket', () => (sockets += 1))
  await find(ada.page, ben)
  await write(ada.page, 'Good morning')
  const item = ben.page.getByTestId('conversation-item')
  await item.filter({ hasText: ada.name }).click()
  await message(ben.page, 'Good morning').waitFor()
  const secondTab = await ada.context.newPage()
  await secondTab.goto(system.webUrl)
  await secondTab.getByLabel('Your account').click()
  await secondTab.getByRole('menu').filter({ hasText: ada.name }).waitFor()
  await ada.page.getByLabel('Your account').click()
  await ada.page.getByRole('menuitem', { name: 'Profile' }).click()
  await ada.page.getByLabel('Name', { exact: true }).fill('Countess Lovelace')
  await ada.page.getByRole('button', { name: 'Save' }).click()

  await item.filter({ hasText: 'Countess Lovelace' }).waitFor()
  await ben.page.getByTestId('conversation-title').filter({ hasText: 'Countess Lovelace' }).waitFor()
  await ben.page.getByRole('article', { name: 'Countess Lovelace' }).filter({ hasText: 'Good morning' }).waitFor()
  await secondTab.getByRole('menu').filter({ hasText: 'Countess Lovelace' }).waitFor()
  expect(await item.filter({ hasText: ada.name }).count()).toBe(0)
  expect(sockets).toBeLessThanOrEqual(1)
})

test('a program follows profiles, and an id that no user has is left out', async () => {
  const ada = await signIn(system, 'ada')
  await using socket = ada.connect()
  const profiles = socket.subscribe({
    query: 'subscription ($ids: [ID!]!) { profiles(userIds: $ids) { user { id name } } }',
    variables: { ids: ['nobody', ada.id] },
  })
  await profiles.count(1)
  await ada.ask('mutation { updateProfile(input: { name: "Countess Lovelace" }) { name } }')
  await profiles.count(2)
  expect(profiles.results.map(({ data }) => data.profiles.user)).toEqual([
    { id: ada.id, name: expect.not.stringContaining('Lovelace') },
    { id: ada.id, name: 'Countess Lovelace' },
  ])
})
