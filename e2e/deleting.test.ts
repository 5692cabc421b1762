import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { arrive, find, launchBrowser, message, write } from './browser.ts'
import { signIn } from './client.ts'
import { direct, say } from './talk.ts'

const system = inject('system')

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

const INBOX = `subscription ($after: String, $seen: [ConversationPosition!]) {
  inbox(after: $after, seen: $seen) {
    __typename seq
    ... on MessageSent { message { ...said } }
    ... on MessageDeleted { message { ...said } }
  }
}
fragment said on Message { seq text version deletedAt quote { text deletedAt } }`

test('a deletion arrives live and after a resume', async () => {
  const [ada, ben] = await Promise.all([signIn(system, 'ada'), signIn(system, 'ben')])
  const id = await direct(ada, ben)
  const { inboxCursor } = await ben.ask('{ inboxCursor }')
  await using socket = ben.connect()
  const live = socket.subscribe({ query: INBOX, variables: { after: inboxCursor } })
  const { id: messageId } = await say(ada, id, 'said')
  await live.find(({ data }) => (data.inbox.message?.text === 'said' ? true : undefined))
  await ada.ask('mutation ($id: ID!) { deleteMessage(id: $id) { id } }', { id: messageId })
  const isDeletion = { __typename: 'MessageDeleted', seq: 3, message: { seq: 2, text: '', version: 3, quote: null } }
  const deleted = await live.find(({ data }) => (data.inbox.__typename === 'MessageDeleted' ? data.inbox : undefined))
  expect(deleted).toMatchObject(isDeletion)
  const seen = [{ conversationId: id, seq: 1 }]
  const missed = socket.subscribe({ query: INBOX, variables: { after: inboxCursor, seen } })
  await missed.find(({ data }) => (data.inbox.__typename === 'MessageDeleted' ? true : undefined))
  const events = missed.results.map(({ data }) => data.inbox)
  expect(events).toMatchObject([
    { __typename: 'MessageSent', seq: 2, message: { text: '', deletedAt: deleted.message.deletedAt } },
    isDeletion,
  ])
})

test('a deletion can be taken back, and then leaves nothing for either', async () => {
  await using ada = await arrive(browser, system, 'Ada')
  await using ben = await arrive(browser, system, 'Ben')
  await find(ada.page, ben)
  await write(ada.page, 'a mistake')
  await ben.page.getByTestId('conversation-preview').filter({ hasText: 'a mistake' }).click()
  await message(ben.page, 'a mistake').waitFor()
  await ada.page.locator('[data-delivery=sent]').filter({ hasText: 'a mistake' }).waitFor()

  const remove = async () => {
    await message(ada.page, 'a mistake').hover()
    await ada.page.getByRole('button', { name: 'More' }).click()
    await ada.page.getByRole('menuitem', { name: 'Delete for everyone' }).click()
  }
  await remove()
  await ada.page.getByRole('button', { name: 'Undo' }).click()
  await message(ada.page, 'a mistake').waitFor()
  await remove()
  await ada.page.getByTestId('deleted-message').waitFor()
  for (const { page } of [ada, ben]) {
    await page.getByTestId('conversation-preview').filter({ hasText: 'Message deleted' }).waitFor()
    await page.getByTestId('deleted-message').waitFor()
    expect(await page.getByText('a mistake').count()).toBe(0)
  }
  expect(await ada.page.getByRole('button', { name: 'Undo' }).count()).toBe(0)
  expect([...ada.complaints, ...ben.complaints]).toEqual([])
})
