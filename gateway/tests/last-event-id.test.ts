import { randomUUID } from 'node:crypto'
import { CURSOR_SLACK_MS } from '@colloquy/schema/event-log'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startWorld } from './support/world.ts'
import type { World } from './support/world.ts'

const INBOX = 'subscription ($after: String) { inbox(after: $after) { seq cursor } }'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world[Symbol.asyncDispose]())

async function open(query: string, lastEventId?: string) {
  const client = new AbortController()
  const response = await fetch(world.url, {
    method: 'POST',
    headers: {
      accept: 'text/event-stream',
      'content-type': 'application/json',
      authorization: `Bearer ${world.token('ada')}`,
      ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
    },
    body: JSON.stringify({ query }),
    signal: client.signal,
  })
  let text = ''
  const read = async () => {
    for await (const chunk of response.body ?? []) text += Buffer.from(chunk).toString()
  }
  void read().catch(() => undefined)
  return {
    text: () => text,
    /** The seqs of the events that have come, with the ids of those that have one. */
    events: () =>
      [...text.matchAll(/(?:id: (.*)\n)?event: next\ndata: .*"seq":(\d+)/g)].map(([, id, seq]) => [id, Number(seq)]),
    [Symbol.dispose]: () => client.abort(),
  }
}

const conversation = (id: string) => `subscription { conversation(id: "${id}") { seq } }`

test('a conversation goes on after the event with that seq', async () => {
  const id = randomUUID()
  using first = await open(conversation(id))
  await expect.poll(first.text).toContain('id: 1\n\n')
  await world.say(id)
  await expect.poll(first.events).toEqual([['2', 2]])
  first[Symbol.dispose]()
  await world.say(id)
  await world.say(id)
  using second = await open(conversation(id), '2')
  await world.say(id)
  await expect.poll(second.events).toEqual([
    ['3', 3],
    ['4', 4],
    ['5', 5],
  ])
  using fromTheStart = await open(conversation(id), '1')
  await expect.poll(() => fromTheStart.events().length).toBe(4)
})

test('an inbox goes on after the event with that cursor', async () => {
  const id = randomUUID()
  using first = await open(INBOX)
  await expect.poll(first.text).toMatch(/^:\n\nid: \w+\n\n/)
  await world.publishToUser('ada', { type: 'MembershipBegan', conversationId: id, seq: 2 })
  await world.say(id)
  await expect.poll(first.events).toEqual([[expect.any(String), 2]])
  const [, cursor] = /"cursor":"(\w+)"/.exec(first.text()) ?? []
  expect(first.events()[0]?.[0]).toBe(cursor)
  const atMs = Number(Buffer.from(String(cursor), 'base64url').toString().slice(2))
  using second = await open(INBOX, cursor)
  await expect.poll(() => world.chat.missedSince.at(-1)).toBe(atMs - CURSOR_SLACK_MS)
  expect(second.text()).not.toContain('errors')
})

test.each([
  [INBOX, 'nonsense', 'BAD_USER_INPUT', 'cursor'],
  [INBOX, 'MTox', 'CURSOR_EXPIRED', 'Load afresh'],
  [conversation('room'), 'nonsense', 'BAD_USER_INPUT', 'seq'],
  [conversation('room'), '99', 'BAD_USER_INPUT', 'ahead'],
  ['subscription { presence(userIds: ["ada"]) { user { id } } }', '1', 'BAD_REQUEST', 'presence'],
])('%s after %j is refused by %s', async (query, id, code, word) => {
  using refused = await open(query, id)
  await expect.poll(refused.text).toContain('event: complete')
  expect(refused.text()).toContain(code)
  expect(refused.text()).toContain(word)
})
