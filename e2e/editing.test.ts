import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { arrive, find, launchBrowser, message, write } from './browser.ts'
import { signIn } from './client.ts'
import { direct, group, remove, say } from './talk.ts'

const system = inject('system')

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

const EDIT = 'mutation ($id: ID!, $text: String!) { editMessage(id: $id, text: $text) { version } }'
const INBOX = `subscription ($after: String, $seen: [ConversationPosition!]) {
  inbox(after: $after, seen: $seen) {
    __typename seq conversation { id }
    ... on MessageSent { message { text version } }
    ... on MessageEdited { message { seq text version editedAt sender { name } } }
    ... on MembersChanged { left { id } }
  }
}`

test('an edit arrives live and after a resume, and not where one has left before it', async () => {
  const [ada, ben, cleo] = await Promise.all([signIn(system, 'ada'), signIn(system, 'ben'), signIn(system, 'cleo')])
  const id = await group(ada, ben, cleo)
  const { inboxCursor } = await cleo.ask('{ inboxCursor }')
  await using socket = ben.connect()
  const live = socket.subscribe({ query: INBOX, variables: { after: inboxCursor } })
  const { id: messageId } = await say(ada, id, 'as it was')
  await live.find(({ data }) => (data.inbox.__typename === 'MessageSent' ? true : undefined))
  await remove(ada, id, cleo)
  await ada.ask(EDIT, { id: messageId, text: 'as it is' })
  const edited = await live.find(({ data }) => (data.inbox.__typename === 'MessageEdited' ? data.inbox : undefined))
  expect(edited).toMatchObject({
    seq: 4,
    message: { seq: 2, text: 'as it is', version: 4, editedAt: expect.any(String) },
  })

  const later = await direct(ada, cleo)
  await say(ada, later, 'the last')
  await using back = cleo.connect()
  const missed = back.subscribe({
    query: INBOX,
    variables: { after: inboxCursor, seen: [{ conversationId: id, seq: 1 }] },
  })
  await missed.find(({ data }) => (data.inbox.message?.text === 'the last' ? true : undefined))
  const events = missed.results.map(({ data }) => data.inbox).filter(({ conversation }) => conversation.id === id)
  expect(events).toMatchObject([
    { __typename: 'UnknownEvent', seq: 2 },
    { __typename: 'MembersChanged', seq: 3 },
  ])
})

test('arrow up edits the last own message, for both at once', async () => {
  await using ada = await arrive(browser, system, 'Ada')
  await using ben = await arrive(browser, system, 'Ben')
  await find(ada.page, ben)
  await write(ada.page, 'Helo')
  const item = ben.page.getByTestId('conversation-item').filter({ hasText: ada.name })
  await item.getByTestId('conversation-preview').filter({ hasText: 'Helo' }).click()
  await message(ben.page, 'Helo').waitFor()

  await ada.page.locator('[data-delivery=sent]').filter({ hasText: 'Helo' }).waitFor()
  const field = ada.page.getByLabel('Message', { exact: true })
  await field.press('ArrowUp')
  const edited = ada.page.getByLabel('Text of the message')
  expect(await edited.inputValue()).toBe('Helo')
  await edited.press('Escape')
  await field.press('ArrowUp')
  await edited.fill('Hello')
  await edited.press('Enter')
  for (const { page } of [ada, ben]) {
    await message(page, 'Hello').filter({ hasText: 'edited' }).waitFor()
    await page.getByTestId('conversation-preview').filter({ hasText: 'Hello' }).waitFor()
    expect(await page.getByTestId('message').count()).toBe(1)
  }
  await field.waitFor()
  expect([...ada.complaints, ...ben.complaints]).toEqual([])
})
