import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { Somebody } from './browser.ts'
import { arrive, find, launchBrowser, message, write } from './browser.ts'
import { signIn } from './client.ts'
import { direct, say } from './talk.ts'

const system = inject('system')

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

const ADD = 'mutation ($id: ID!, $emoji: String!) { addReaction(messageId: $id, emoji: $emoji) { version } }'
const inboxWith = (selection: string) => `subscription ($after: String) {
  inbox(after: $after) {
    __typename seq
    ... on MessageSent { message { text reactions { emoji count } } }
    ... on ReactionChanged { emoji added user { id name } message { text reactions { emoji count ${selection} } } }
  }
}`

test('a reaction arrives live, for all alike and for each viewer, and after a resume', async () => {
  const [ada, ben] = await Promise.all([signIn(system, 'ada'), signIn(system, 'ben')])
  const id = await direct(ada, ben)
  const { inboxCursor: after } = await ben.ask('{ inboxCursor }')
  await using socket = ben.connect()
  const shared = socket.subscribe({ query: inboxWith(''), variables: { after } })
  const own = socket.subscribe({ query: inboxWith('viewerReacted users { id }'), variables: { after } })
  const { id: messageId } = await say(ada, id, 'said')
  await ben.ask(ADD, { id: messageId, emoji: '\u2764' })
  const emoji = '\u2764\uFE0F'
  const told = { seq: 3, emoji, added: true, user: { id: ben.id } }
  const find = (events: typeof shared) =>
    events.find(({ data }) => (data.inbox.__typename === 'ReactionChanged' ? data.inbox : undefined))
  expect(await find(shared)).toMatchObject({ ...told, message: { text: 'said', reactions: [{ emoji, count: 1 }] } })
  const whose = { viewerReacted: true, users: [{ id: ben.id }] }
  expect(await find(own)).toMatchObject({ ...told, message: { reactions: [{ emoji, count: 1, ...whose }] } })
  const missed = socket.subscribe({ query: inboxWith('viewerReacted'), variables: { after } })
  expect(await find(missed)).toMatchObject({ ...told, message: { reactions: [{ emoji, viewerReacted: true }] } })
  const sent = missed.results.find(({ data }) => data.inbox.__typename === 'MessageSent')
  expect(sent?.data.inbox).toMatchObject({ seq: 2, message: { reactions: [{ emoji, count: 1 }] } })
})

const chip = ({ page }: Somebody, emoji: string, count: number, isOwn: boolean) =>
  page.getByRole('button', { name: `${emoji} ${count}`, exact: true, pressed: isOwn }).waitFor()

test('two react in the web, by mouse and by keyboard; both see it live and after a reload', async () => {
  await using ada = await arrive(browser, system, 'Ada')
  await using ben = await arrive(browser, system, 'Ben')
  await find(ada.page, ben)
  await write(ada.page, 'Shall we?')
  await ben.page.getByTestId('conversation-preview').filter({ hasText: 'Shall we?' }).click()

  await message(ben.page, 'Shall we?').hover()
  await message(ben.page, 'Shall we?').getByRole('button', { name: 'React' }).click()
  await ben.page.getByRole('toolbar', { name: 'Quick reactions' }).getByRole('button', { name: '❤️' }).click()
  await chip(ben, '❤️', 1, true)
  await chip(ada, '❤️', 1, false)

  await ada.page.getByRole('button', { name: '❤️ 1' }).click()
  await chip(ada, '❤️', 2, true)
  await chip(ben, '❤️', 2, true)

  await message(ada.page, 'Shall we?').focus()
  await message(ada.page, 'Shall we?').getByRole('button', { name: 'React' }).press('Enter')
  const quick = ada.page.getByRole('toolbar', { name: 'Quick reactions' })
  await quick.getByRole('button', { name: '❤️', pressed: true }).press('ArrowRight')
  await quick.getByRole('button', { name: '👍' }).press('Enter')
  await chip(ada, '👍', 1, true)
  await chip(ben, '👍', 1, false)

  await ben.page.getByRole('button', { name: '❤️ 2' }).click()
  for (const { page } of [ada, ben]) await page.reload()
  await chip(ada, '❤️', 1, true)
  await chip(ben, '❤️', 1, false)
  await chip(ben, '👍', 1, false)
  await ada.page.getByRole('button', { name: '👍 1' }).click()
  await ada.page.getByRole('button', { name: '❤️ 1' }).click()
  for (const { page } of [ada, ben]) {
    await page.getByTestId('reaction').first().waitFor({ state: 'detached' })
    await message(page, 'Shall we?').waitFor()
  }
  expect([...ada.complaints, ...ben.complaints]).toEqual([])
})

test('a reaction that came while the connection was lost is there afterwards', async () => {
  await using ada = await arrive(browser, system, 'Ada')
  await using ben = await arrive(browser, system, 'Ben')
  await find(ada.page, ben)
  await write(ada.page, 'Shall we?')
  await ben.page.getByTestId('conversation-preview').filter({ hasText: 'Shall we?' }).click()
  await message(ben.page, 'Shall we?').waitFor()
  await ben.context.setOffline(true)
  await ben.page.getByTestId('connection-banner').waitFor()
  await message(ada.page, 'Shall we?').hover()
  await message(ada.page, 'Shall we?').getByRole('button', { name: 'React' }).click()
  await ada.page.getByRole('button', { name: '🙏' }).click()
  await chip(ada, '🙏', 1, true)
  await ben.context.setOffline(false)
  await chip(ben, '🙏', 1, false)
  expect(await ben.page.getByTestId('reaction').count()).toBe(1)
})

test('a reaction that is refused is taken back, with words', async () => {
  await using ada = await arrive(browser, system, 'Ada')
  await using ben = await arrive(browser, system, 'Ben')
  await find(ada.page, ben)
  await write(ada.page, 'Shall we?')
  await ben.page.getByTestId('conversation-preview').filter({ hasText: 'Shall we?' }).click()
  await message(ben.page, 'Shall we?').waitFor()
  await ben.page.route('**/graphql', (route) => route.abort())
  await message(ben.page, 'Shall we?').hover()
  await message(ben.page, 'Shall we?').getByRole('button', { name: 'React' }).click()
  await ben.page.getByRole('button', { name: '👍' }).click()
  await ben.page.locator('[data-sonner-toast]').waitFor()
  expect(await ben.page.getByTestId('reaction').count()).toBe(0)
})
