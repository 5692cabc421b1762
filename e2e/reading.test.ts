import { setTimeout as pause } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { arrive, launchBrowser, message } from './browser.ts'
import type { Somebody } from './browser.ts'
import { signIn } from './client.ts'
import type { Person } from './client.ts'
import { deadline } from './deadline.ts'
import { direct, say } from './talk.ts'

const system = inject('system')

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

const WORDS = ['short', 'of a line that is somewhat longer than the others', 'two\nlines', 'long '.repeat(60)]

/** Says so much that it takes pages to read, and opens the conversation in the browser. */
async function talkAtLength(speaker: Person, reader: Somebody, count: number): Promise<void> {
  const { searchUsers } = await speaker.ask('query ($query: String!) { searchUsers(query: $query) { id } }', {
    query: reader.username,
  })
  const id = await direct(speaker, searchUsers[0])
  for (let index = 1; index <= count; index += 1) {
    await say(speaker, id, `no. ${index} ${WORDS[index % WORDS.length]}`)
  }
  await reader.page.goto(`${system.webUrl}/c/${id}`)
  await message(reader.page, `no. ${count} `).waitFor()
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
  const older = await holdOlderMessages(ben.page)
  await talkAtLength(ada, ben, 210)
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
