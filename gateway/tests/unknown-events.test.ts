import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startWorld } from './support/world.ts'
import type { World } from './support/world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world[Symbol.asyncDispose]())

const CONVERSATION = `subscription ($id: ID!, $afterSeq: Int) {
  conversation(id: $id, afterSeq: $afterSeq) {
    __typename seq cursor conversation { id } ... on MessageSent { message { text version } }
  }
}`

test('an event of an unknown type in the middle of a log stops no gateway, live or replayed', async () => {
  const id = randomUUID()
  const sockets = [await world.connect(), await world.connectBeside()]
  await using stack = new AsyncDisposableStack()
  for (const socket of sockets) {
    stack.use(socket)
    await socket.init(world.token('ada'))
    socket.subscribe('live', CONVERSATION, { id, afterSeq: 1 })
  }
  await world.say(id, { text: 'before' })
  for (const socket of sockets) await socket.receive('live', 'next')
  await world.sayUnknown(id)
  await world.say(id, { text: 'after' })

  for (const socket of sockets) {
    // The acknowledgement, and three events.
    await socket.count(1 + 3)
    socket.subscribe('replayed', CONVERSATION, { id, afterSeq: 1 })
    await socket.count(1 + 3 + 3)
    const told = (name: string) =>
      socket.messages
        .filter(({ id, type }) => id === name && type === 'next')
        .map(({ payload }) => payload.data.conversation)
    expect(told('live')).toMatchObject([
      { __typename: 'MessageSent', seq: 2, message: { text: 'before', version: 2 } },
      { __typename: 'UnknownEvent', seq: 3, cursor: expect.any(String), conversation: { id } },
      { __typename: 'MessageSent', seq: 4, message: { text: 'after', version: 4 } },
    ])
    expect(told('replayed')).toEqual(told('live'))
  }
})
