import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { arrive, launchBrowser } from './browser.ts'
import { request } from './client.ts'

const system = inject('system')

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

test('a token is made, shown once and revoked in the settings', async () => {
  await using ada = await arrive(browser, system, 'Ada')
  const { page } = ada
  await page.getByLabel('Your account').click()
  await page.getByRole('menuitem', { name: 'Settings' }).click()
  await page.getByRole('button', { name: 'New token' }).click()
  await page.getByLabel('Name of the program').fill('Backup')
  const submit = page.getByRole('button', { name: 'Create token' })
  await page.getByRole('switch', { name: 'Read messages' }).press('Space')
  expect(await submit.isDisabled()).toBe(true)
  await page.getByRole('switch', { name: 'See people' }).press('Space')
  await submit.click()

  const secret = await page.getByLabel('Your new token').inputValue()
  const me = async () => request(system, { query: '{ me { name } }' }, secret)
  expect((await me()).data).toEqual({ me: { name: ada.name } })
  const row = page.getByTestId('access-tokens').getByRole('listitem').filter({ hasText: 'Backup' })
  await row.getByText('See people').waitFor()
  await page.getByRole('button', { name: 'Done' }).click()
  expect(await page.content()).not.toContain(secret)

  await row.getByRole('button', { name: 'Revoke Backup' }).click()
  await row.waitFor({ state: 'detached' })
  expect((await me()).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED')
  expect(ada.complaints).toEqual([])
})
