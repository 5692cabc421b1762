import { setTimeout as pause } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { arrive, launchBrowser, message, write } from './browser.ts'
import type { Somebody } from './browser.ts'
import { signIn } from './client.ts'
import type { Person } from './client.ts'
import { deadline } from './deadline.ts'
import { direct, say as sayText } from './talk.ts'

const system = inject('system')

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

const WORDS = ['short', 'of a line that is somewhat longer than the others', 'two\nlines', 'long '.repeat(60)]

/** How much of a conversation somebody's peer has not read, as the API tells it. */
async function unreadOf(speaker: Person, id: string, lastSeq: number): Promise<number> {
  const query = `query ($id: ID!) {
    conversation(id: $id) { members(first: 2) { edges { node { lastReadSeq user { id } } } } }
  }`
  const { conversation } = await speaker.ask(query, { id })
  const members: { node: { lastReadSeq: number; user: { id: string } } }[] = conversation.members.edges
  const peer = members.find(({ node }) => node.user.id !== speaker.id)
  return lastSeq - (peer?.node.lastReadSeq ?? 0)
}

async function say(speaker: Person, id: string, from: number, to: number): Promise<number> {
  let lastSeq = 0
  for (let index = from; index <= to; index += 1) {
    const text = `no. ${index} ${WORDS[index % WORDS.length]}`
    lastSeq = (await sayText(speaker, id, text)).seq
  }
  return lastSeq
}

/** Says so much that it takes pages to read, while somebody reads it in the browser. Gives the conversation's id. */
async function talkAtLength(speaker: Person, reader: Somebody, count: number): Promise<string> {
  const { searchUsers } = await speaker.ask('query ($query: String!) { searchUsers(query: $query) { id } }', {
    query: reader.username,
  })
  const id = await direct(speaker, searchUsers[0])
  await say(speaker, id, 1, 1)
  await reader.page.goto(`${system.webUrl}/c/${id}`)
  await message(reader.page, 'no. 1 ').waitFor()
  const lastSeq = await say(speaker, id, 2, count)
  await deadline('all to be read', async () => (await unreadOf(speaker, id, lastSeq)) === 0 || undefined)
  await message(reader.page, `no. ${count} `).waitFor()
  return id
}

/** The messages in view and how far from the top of the window each begins, in CSS pixels. */
async function inView(page: Page): Promise<Map<string, number>> {
  const list = await page.getByRole('log').boundingBox()
  if (!list) throw new Error('no list of messages')
  const places = await page
    .getByTestId('message')
    .evaluateAll(
      (rows: { textContent: string | null; getBoundingClientRect: () => { top: number; bottom: number } }[]) =>
        rows.map((row): [string, number, number] => {
          const { top, bottom } = row.getBoundingClientRect()
          return [/no\. \d+/.exec(row.textContent ?? '')?.[0] ?? '', top, bottom]
        }),
    )
  return new Map(
    places.flatMap(([text, top, bottom]) => (bottom > list.y && top < list.y + list.height ? [[text, top]] : [])),
  )
}

/** Holds back what a page asks for older messages, until it is let through to a network of some latency. */
async function holdOlderMessages(page: Page) {
  const held: ((latencyMs: number) => void)[] = []
  let asked = 0
  await page.route('**/graphql', async (route) => {
    if (!route.request().postData()?.includes('OlderMessages')) return route.continue()
    asked += 1
    const { promise, resolve } = Promise.withResolvers<number>()
    held.push(resolve)
    await pause(await promise)
    await route.continue()
  })
  return {
    asked: () => asked,
    letThrough: async (latencyMs: number) =>
      (await deadline('a question for older messages', () => held.shift()))(latencyMs),
  }
}

const scrollTo = (page: Page, top: number) =>
  page.getByRole('log').evaluate((list: { scrollTop: number }, to) => void (list.scrollTop = to), top)
const scrollTop = (page: Page) => page.getByRole('log').evaluate((list: { scrollTop: number }) => list.scrollTop)

const frames = (page: Page) =>
  page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')

test('what is read stays where it is when older messages come, from the top and from before it', async () => {
  await using ben = await arrive(browser, system, 'Ben')
  const ada = await signIn(system, 'ada')
  await talkAtLength(ada, ben, 210)
  const older = await holdOlderMessages(ben.page)
  await ben.page.reload()
  await message(ben.page, 'no. 210 ').waitFor()
  await frames(ben.page)
  expect(older.asked()).toBe(0)

  const rounds = [
    { top: 0, latencyMs: 0 },
    { top: 160, latencyMs: 600 },
    { top: 0, latencyMs: 600 },
    { top: 160, latencyMs: 0 },
  ]
  for (const [index, { top, latencyMs }] of rounds.entries()) {
    await scrollTo(ben.page, top)
    await ben.page.getByText('Loading older messages').waitFor({ state: 'attached' })
    const before = await inView(ben.page)
    expect(before.size).toBeGreaterThan(3)
    await older.letThrough(latencyMs)
    await deadline('the older messages', async () => (await scrollTop(ben.page)) > top + 500 || undefined)
    await frames(ben.page)
    const after = await inView(ben.page)
    for (const [text, place] of before) {
      expect(Math.abs((after.get(text) ?? Infinity) - place), `${text} from ${top}`).toBeLessThanOrEqual(1)
    }
    expect(older.asked()).toBe(index + 1)
  }
})

test('what is read stays where it is when the width changes', async () => {
  await using ben = await arrive(browser, system, 'Ben')
  const ada = await signIn(system, 'ada')
  await talkAtLength(ada, ben, 60)
  await scrollTo(ben.page, 900)
  await frames(ben.page)
  const topmost = async () => [...(await inView(ben.page))].toSorted(([, one], [, other]) => one - other)[0]
  const [text, place] = (await topmost()) ?? ['', Infinity]
  for (const width of [390, 800, 1280]) {
    await ben.page.setViewportSize({ width, height: 800 })
    await frames(ben.page)
    const moved = ((await inView(ben.page)).get(text) ?? Infinity) - place
    expect(Math.abs(moved), `at ${width}`).toBeLessThanOrEqual(1)
  }
})

test('what is read stays where it is when somebody reacts to a message above', async () => {
  await using ben = await arrive(browser, system, 'Ben')
  const ada = await signIn(system, 'ada')
  const id = await talkAtLength(ada, ben, 60)
  await scrollTo(ben.page, 900)
  await frames(ben.page)
  const before = await inView(ben.page)
  const first = Math.min(...[...before.keys()].map((text) => Number(text.slice('no. '.length))))
  const { conversation } = await ada.ask(
    'query ($id: ID!) { conversation(id: $id) { messages(first: 60) { edges { node { id text } } } } }',
    { id },
  )
  const messages: { node: { id: string; text: string } }[] = conversation.messages.edges
  const above = messages.find(({ node }) => node.text.startsWith(`no. ${first - 2} `))
  await ada.ask('mutation ($id: ID!) { addReaction(messageId: $id, emoji: "👍") { id } }', { id: above?.node.id })
  await ben.page.getByTestId('reaction').waitFor({ state: 'attached' })
  await frames(ben.page)
  const after = await inView(ben.page)
  const moves = [...before].map(([text, place]) => Math.abs((after.get(text) ?? Infinity) - place))
  expect(Math.max(...moves)).toBeLessThanOrEqual(1)
})

test('a conversation opens at its first unread message, however many there are, and only what was seen is read', async () => {
  await using ben = await arrive(browser, system, 'Ben')
  const ada = await signIn(system, 'ada')
  const id = await talkAtLength(ada, ben, 30)
  const unread = ben.page.getByTestId('unread-count')
  const item = ben.page.getByTestId('conversation-item')
  await ben.page.goto(system.webUrl)
  await unread.waitFor({ state: 'detached' })
  const lastSeq = await say(ada, id, 31, 190)
  await unread.filter({ hasText: '99+' }).waitFor()

  await item.click()
  await ben.page.getByTestId('new-messages-line').waitFor()
  await message(ben.page, 'no. 31 ').waitFor()
  await frames(ben.page)
  const seen = await inView(ben.page)
  expect(seen.has('no. 31')).toBe(true)
  await deadline(
    'what is in view to be read',
    async () => (await unreadOf(ada, id, lastSeq)) === 160 - seenUnread(seen) || undefined,
  )

  // On to the end, page by page, without a hole and without being thrown about.
  const list = ben.page.getByRole('log')
  await deadline('the end of the conversation', async () => {
    await list.press('PageDown')
    await frames(ben.page)
    return (await inView(ben.page)).has('no. 190') || undefined
  })
  await deadline('all to be read', async () => (await unreadOf(ada, id, lastSeq)) === 0 || undefined)
  await unread.waitFor({ state: 'detached' })
})

/** How many of those in view were unread: no. 31 and on. */
const seenUnread = (seen: Map<string, number>): number =>
  [...seen.keys()].filter((text) => Number(text.replace('no. ', '')) > 30).length

test('writing brings from the first unread message to the end', async () => {
  await using ben = await arrive(browser, system, 'Ben')
  const ada = await signIn(system, 'ada')
  const id = await talkAtLength(ada, ben, 3)
  await ben.page.goto(system.webUrl)
  await say(ada, id, 4, 90)
  await ben.page.getByTestId('unread-count').filter({ hasText: '87' }).waitFor()
  await ben.page.getByTestId('conversation-item').click()
  await message(ben.page, 'no. 4 ').waitFor()
  await write(ben.page, 'my answer')
  await message(ben.page, 'my answer').getByLabel('Sent').waitFor()
  await message(ben.page, 'no. 90 ').waitFor()
  await ben.page.getByTestId('jump-to-latest').waitFor({ state: 'detached' })
  expect(await message(ben.page, 'my answer').count()).toBe(1)
})
