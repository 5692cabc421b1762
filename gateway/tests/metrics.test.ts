import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startWorld } from './support/world.ts'
import type { World } from './support/world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld({ metricsPort: 0 })
})
afterAll(() => world[Symbol.asyncDispose]())

async function metrics(): Promise<Map<string, number>> {
  const response = await fetch(`${world.gateway.metricsUrl}/metrics`)
  expect(response.headers.get('content-type')).toContain('text/plain')
  const lines = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]))
}

test('subscriptions and executions are counted, those for each viewer by themselves', async () => {
  const id = randomUUID()
  await world.say(id)
  const of = (selection: string) =>
    `subscription ($id: ID!) { conversation(id: $id, afterSeq: 1) { seq ${selection} } }`
  await using stack = new AsyncDisposableStack()
  for (const user of ['ada', 'ben', 'cleo']) {
    const socket = stack.use(await world.connect())
    await socket.init(world.token(user))
    socket.subscribe('shared', of('conversation { id }'), { id })
    socket.subscribe('own', of('conversation { id title }'), { id })
    await Promise.all([socket.receive('shared', 'next'), socket.receive('own', 'next')])
  }
  await expect
    .poll(async () => Object.fromEntries(await metrics()))
    .toEqual({
      'colloquy_subscriptions_started_total{field="conversation",execution="shared"}': 3,
      'colloquy_subscriptions_started_total{field="conversation",execution="per_viewer"}': 3,
      'colloquy_event_executions_total{execution="shared"}': expect.any(Number),
      'colloquy_event_executions_total{execution="per_viewer"}': 3,
    })
})

test('they are not at the public port', async () => {
  expect((await fetch(`${world.gateway.url}/metrics`)).status).toBe(404)
})
