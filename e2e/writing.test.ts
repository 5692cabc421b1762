import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { arrive, find, launchBrowser, message, write } from './browser.ts'
import { signIn } from './client.ts'
import { group, say } from './talk.ts'

const system = inject('system')

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

const field = (page: Page) => page.getByLabel('Message', { exact: true })
const sent = (page: Page, text: string) =>
  page.locator('[data-testid=message][data-delivery=sent]').filter({ hasText: text })

test('what is typed is shown, and no message keeps others from being read', async () => {
  await using ada = await arrive(browser, system, 'Ada')
  await using ben = await arrive(browser, system, 'Ben')
  await find(ada.page, ben)
  const typed = ['<div>hello</div>', 'use Array<string>', 'if a <b and c> d', '3. third', '# x', 'Title\n---']
  for (const text of [...typed, '>'.repeat(2_265), '['.repeat(9_000), '*a '.repeat(3_000)]) await write(ada.page, text)
  await write(ada.page, '**the end** of `it`')
  await sent(ada.page, 'the end of it').waitFor()

  const item = ben.page.getByTestId('conversation-item').filter({ hasText: ada.name })
  await item.getByTestId('conversation-preview').filter({ hasText: 'the end of it' }).waitFor()
  await item.click()
  await sent(ben.page, 'the end of it').waitFor()
  await ben.page.getByRole('log').press('Home')
  for (const text of typed) {
    const bubble = ben.page.getByTestId('message-bubble').filter({ hasText: text })
    expect(await bubble.innerText()).toBe(text)
  }
  expect([...ada.complaints, ...ben.complaints]).toEqual([])
})

test('a message that cannot be drawn is shown by its bare text', async () => {
  await using ada = await arrive(browser, system, 'Ada')
  await using ben = await arrive(browser, system, 'Ben')
  await find(ada.page, ben)
  await write(ada.page, 'broken')
  await write(ada.page, 'whole')
  await sent(ada.page, 'whole').waitFor()
  await ada.page.route('**/graphql', async (route) => {
    if (!route.request().postData()?.includes('OpenConversation')) return route.continue()
    const response = await route.fetch()
    const body = (await response.text()).replaceAll(/("text":"broken".*?)"quote":null/g, '$1"quote":{}')
    return route.fulfill({ response, body })
  })
  await ada.page.reload()
  await sent(ada.page, 'whole').waitFor()
  await ada.page.getByTestId('message').filter({ hasText: 'broken' }).waitFor()
  expect(await ada.page.getByTestId('message').count()).toBe(2)
})

test('a text that is too long is kept whole, and goes as a file', async () => {
  await using ada = await arrive(browser, system, 'Ada')
  await using ben = await arrive(browser, system, 'Ben')
  await find(ada.page, ben)
  const text = 'word '.repeat(60_000)
  await field(ada.page).fill(text)
  await ada.page.getByTestId('length-notice').filter({ hasText: '289,999 characters too many' }).waitFor()
  await field(ada.page).press('Enter')
  expect(await field(ada.page).inputValue()).toBe(text)
  await ada.page.getByRole('button', { name: 'Attach it as a file' }).click()
  await ada.page.locator('[data-testid=upload][data-status=done]').waitFor()
  expect(await field(ada.page).inputValue()).toBe('')
  await ada.page.getByRole('button', { name: 'Send' }).click()
  await ada.page.getByTestId('message-file').filter({ hasText: '300 kB' }).waitFor()
})

test('an Enter that confirms an input method does not send', async () => {
  await using ada = await arrive(browser, system, 'Ada')
  await using ben = await arrive(browser, system, 'Ben')
  await find(ada.page, ben)
  await field(ada.page).fill('変換')
  await field(ada.page).dispatchEvent('keydown', { key: 'Enter', keyCode: 229, bubbles: true, cancelable: true })
  expect(await field(ada.page).inputValue()).toBe('変換')
  await field(ada.page).press('Enter')
  await sent(ada.page, '変換').waitFor()
})

test('a message that was refused says so, and holds up others only as long as one wants', async () => {
  await using ada = await arrive(browser, system, 'Ada')
  await using ben = await arrive(browser, system, 'Ben')
  await find(ada.page, ben)
  // The bytes are no picture, which the API finds out when the message is sent.
  const picture = { name: 'engine.png', mimeType: 'image/png', buffer: Buffer.from('not a picture') }
  await ada.page.getByTestId('file-input').setInputFiles(picture)
  await ada.page.locator('[data-testid=upload][data-status=done]').waitFor()
  await write(ada.page, 'with a file')
  await write(ada.page, 'behind it')
  const alert = ada.page.getByTestId('message').getByRole('alert')
  await alert.filter({ hasText: 'Not sent. A file of this message' }).waitFor()
  expect(await alert.textContent()).not.toMatch(/input|attachmentIds|\d\./)
  await message(ada.page, 'behind it').getByText('Waits for the message above').waitFor()
  await ada.page.getByRole('button', { name: 'Send those below' }).click()
  await sent(ada.page, 'behind it').waitFor()
  await ada.page.getByRole('button', { name: 'Send without the file' }).click()
  await sent(ada.page, 'with a file').waitFor()
})

test('an answer from elsewhere clears what was unread here', async () => {
  await using ada = await arrive(browser, system, 'Ada')
  const ben = await signIn(system, 'ben')
  const [{ id: adaId }] = (
    await ben.ask('query ($name: String!) { searchUsers(query: $name) { id } }', { name: ada.username })
  ).searchUsers
  const { openDirectConversation } = await ben.ask(
    'mutation ($id: ID!) { openDirectConversation(userId: $id) { id } }',
    { id: adaId },
  )
  await say(ben, openDirectConversation.id, 'are you there?')
  await ada.page.getByTestId('unread-count').filter({ hasText: '1' }).waitFor()
  // The same session as another program would have it.
  const { accessToken } = await (
    await ada.page.request.post(`${system.webUrl}/api/session/refresh`, { headers: { origin: system.webUrl } })
  ).json()
  const query = 'mutation ($input: SendMessageInput!) { sendMessage(input: $input) { id } }'
  const input = { conversationId: openDirectConversation.id, clientId: 'elsewhere', text: 'yes' }
  await fetch(system.gatewayUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${accessToken}` },
    body: JSON.stringify({ query, variables: { input } }),
  })
  await ada.page.getByTestId('conversation-preview').filter({ hasText: 'You: yes' }).waitFor()
  await ada.page.getByTestId('unread-count').waitFor({ state: 'detached' })
  expect(ada.complaints).toEqual([])
})

test('all members of a group are read, page by page, and the last of them can be removed', async () => {
  await using ada = await arrive(browser, system, 'Ada')
  // Pages of one, so that a group of four has several.
  await ada.page.route('**/graphql', (route) =>
    route.continue({ postData: route.request().postData()?.replaceAll('members(first: 100', 'members(first: 1') }),
  )
  const [owner, cleo] = await Promise.all([signIn(system, 'owner'), signIn(system, 'cleo')])
  await cleo.ask('mutation { updateProfile(input: { name: "Zoë Last" }) { id } }')
  const { searchUsers } = await owner.ask('query ($name: String!) { searchUsers(query: $name) { id } }', {
    name: ada.username,
  })
  const id = await group(owner)
  for (const next of [searchUsers[0], await signIn(system, 'dora'), await signIn(system, 'eli'), cleo])
    await owner.ask('mutation ($id: ID!, $ids: [ID!]!) { addMembers(conversationId: $id, userIds: $ids) { id } }', {
      id,
      ids: [next.id],
    })
  // Which makes Ada, who came first, the owner.
  await owner.ask('mutation ($id: ID!) { leaveConversation(conversationId: $id) }', { id })
  await ada.page.goto(`${system.webUrl}/c/${id}`)
  await ada.page.getByRole('button', { name: 'Group menu' }).click()
  await ada.page.getByRole('menuitem', { name: 'Members' }).click()
  const rows = ada.page.getByTestId('members').getByRole('listitem')
  await rows.filter({ hasText: ada.name }).waitFor()
  await rows.filter({ hasText: 'Zoë Last' }).waitFor()
  expect(await rows.count()).toBe(4)
  await rows.getByRole('button', { name: 'Remove Zoë Last' }).click()
  await rows.filter({ hasText: 'Zoë Last' }).waitFor({ state: 'detached' })
  expect(await rows.count()).toBe(3)
})

test('a menu that is open stays open when the messages arrive', async () => {
  await using ada = await arrive(browser, system, 'Ada')
  await using ben = await arrive(browser, system, 'Ben')
  await find(ada.page, ben)
  await write(ada.page, 'there already')
  await sent(ada.page, 'there already').waitFor()
  const arrived = Promise.withResolvers<void>()
  await ada.page.route('**/graphql', async (route) => {
    if (route.request().postData()?.includes('query OpenConversation(')) await arrived.promise
    await route.continue()
  })
  await ada.page.reload()
  await ada.page.getByRole('button', { name: `${ben.name} menu` }).click()
  const block = ada.page.getByRole('menuitem', { name: 'Block' })
  await block.waitFor()
  arrived.resolve()
  await sent(ada.page, 'there already').waitFor()
  await block.click()
  await ada.page.getByRole('dialog').waitFor()
  expect(ada.complaints).toEqual([])
})
