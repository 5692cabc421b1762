import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startWorld } from './support/world.ts'
import type { World } from './support/world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld({ limits: { socketsPerUser: 2_000, socketBufferBytes: 256 * 1024 } })
})
afterAll(() => world[Symbol.asyncDispose]())

const CONVERSATION = `subscription ($id: ID!) {
  conversation(id: $id, afterSeq: 1) { ... on MessageSent { message { seq text sender { name } } } }
}`

/** A socket that is live in a conversation: it has got what was said there first. */
async function listen(conversationId: string, accessToken: string) {
  const socket = await world.connect()
  await socket.init(accessToken)
  socket.subscribe('1', CONVERSATION, { id: conversationId })
  await socket.receive('1', 'next')
  return socket
}

test(
  'an event is executed once for a thousand sockets, and reaches each of them once',
  { timeout: 120_000 },
  async () => {
    const id = randomUUID()
    await world.say(id)
    const sockets = []
    for (let batch = 0; batch < 20; batch++) {
      const token = world.token(`user-${batch}`)
      sockets.push(...(await Promise.all(Array.from({ length: 50 }, () => listen(id, token)))))
    }
    await using stack = new AsyncDisposableStack()
    for (const socket of sockets) stack.use(socket)

    const { lookups } = world.users.profiles
    // Someone the gateway has never heard of, so that each execution would have to ask.
    await world.say(id, { senderId: randomUUID() })
    await Promise.all(sockets.map((socket) => socket.count(3)))
    expect(world.users.profiles.lookups - lookups).toBe(1)
  },
)

test('what is sent in one turn arrives whole and in order, between other messages', async () => {
  const id = randomUUID()
  await world.say(id, { text: 'first' })
  await using socket = await listen(id, world.token('ada'))
  const texts = Array.from({ length: 200 }, (_, n) => `${n} ${'é'.repeat((n * 37) % 900)}`)
  for (const [n, text] of texts.entries()) {
    void world.say(id, { text })
    if (n % 10 === 0) socket.send({ type: 'ping', payload: { n } })
  }
  await socket.count(1 + 1 + 200 + 20)
  const results = socket.messages.filter(({ type }) => type === 'next')
  expect(results.map(({ payload }) => payload.data.conversation.message.text)).toEqual(['first', ...texts])
  expect(socket.messages.filter(({ type }) => type === 'pong').map(({ payload }) => payload.n)).toEqual(
    Array.from({ length: 20 }, (_, n) => n * 10),
  )
})

test(
  'a reader that takes nothing is told so once it reads again, and all others get everything',
  { timeout: 120_000 },
  async () => {
    const id = randomUUID()
    await world.say(id)
    await using slow = await listen(id, world.token('slow'))
    await using quick = await listen(id, world.token('quick'))
    slow.ws.pause()
    const text = 'x'.repeat(10_000)
    // What the kernel keeps for a reader is some megabytes, and comes before what the gateway keeps.
    for (let said = 1; said <= 2_000; said++) {
      await world.say(id, { text })
      if (said % 100 === 0) await quick.count(2 + said)
    }
    slow.ws.resume()
    expect(await slow.closed).toEqual({ code: 1013, reason: 'Reads too slowly' })
    expect(slow.messages.length).toBeLessThan(quick.messages.length)
    // Whole messages, without a gap up to where it ends.
    const seqs = slow.messages
      .filter(({ type }) => type === 'next')
      .map(({ payload }) => payload.data.conversation.message.seq)
    expect(seqs).toEqual(Array.from(seqs, (_, index) => index + 2))
  },
)

test('one who missed more than a socket may hold gets it as fast as it reads', { timeout: 120_000 }, async () => {
  const id = randomUUID()
  for (let said = 0; said < 500; said++) await world.say(id, { text: 'x'.repeat(10_000) })
  await using socket = await world.connect()
  await socket.init(world.token('ada'))
  socket.subscribe('1', CONVERSATION, { id })
  await socket.count(1 + 500)
  expect(
    socket.messages.filter(({ type }) => type === 'next').map(({ payload }) => payload.data.conversation.message.seq),
  ).toEqual(Array.from({ length: 500 }, (_, n) => n + 2))
})

test('a user in events is asked for once, and again after a change', async () => {
  const [id, senderId] = [randomUUID(), randomUUID()]
  await world.say(id)
  await using socket = await listen(id, world.token('ada'))
  const lookupsOfOne = async () => {
    const { lookups } = world.users.profiles
    const had = socket.messages.length
    await world.say(id, { senderId })
    await socket.count(had + 1)
    return world.users.profiles.lookups - lookups
  }
  expect(await lookupsOfOne()).toBe(1)
  await expect.poll(lookupsOfOne).toBe(0)
  await world.publishToUser(senderId, { type: 'UserChanged' })
  expect(await lookupsOfOne()).toBe(1)
  expect(await lookupsOfOne()).toBe(0)
})
