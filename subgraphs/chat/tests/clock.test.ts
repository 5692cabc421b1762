import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openDirect, people, SEND } from './support/talk.ts'
import { surroundings } from './support/test-chat.ts'
import type { Surroundings } from './support/test-chat.ts'

let around: Surroundings
beforeEach(async () => {
  around = await surroundings()
})
afterEach(async () => {
  vi.useRealTimers()
  await around[Symbol.asyncDispose]()
})

test('a process whose clock is wrong commits nothing, and says that it is not ready', async () => {
  const [ada = '', ben = ''] = people('ada', 'ben')
  let conversationId = ''
  {
    await using chat = await around.start()
    conversationId = await openDirect(chat, ada, ben)
  }
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 15_000 })
  await using chat = await around.start()
  const input = { conversationId, clientId: randomUUID(), text: 'from the future' }
  expect(await chat.refused(ada, SEND, { input })).toBe('SERVICE_UNAVAILABLE')
  const ready = await fetch(`${chat.url}/health/ready`)
  expect(ready.status).toBe(503)
  expect(await ready.text()).toContain('ahead')
  const query = 'query ($id: ID!) { conversation(id: $id) { lastSeq } }'
  expect(await chat.get(ada, query, { id: conversationId })).toEqual({ conversation: { lastSeq: 1 } })
})
