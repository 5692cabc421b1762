import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { clientFrame, openRawSocket, serverCloseCode, upgradeRequest } from './support/raw-socket.ts'
import { ALLOWED_ORIGIN, startWorld } from './support/world.ts'
import type { World } from './support/world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld({ limits: { connectionInitTimeoutMs: 1_000, frameBytes: 4_096 } })
})
afterAll(() => world[Symbol.asyncDispose]())

const CONVERSATION =
  'subscription ($id: ID!) { conversation(id: $id, afterSeq: 1) { seq ... on MessageSent { message { text } } } }'

/** The status with which an upgrade is refused. */
async function refusal(url: string, options: { origin?: string } = {}): Promise<number | undefined> {
  const ws = new WebSocket(url.replace(/^http/, 'ws'), 'graphql-transport-ws', options)
  ws.on('error', () => undefined)
  const [, response] = await once(ws, 'unexpected-response')
  ws.terminate()
  return response.statusCode
}

describe('the upgrade', () => {
  test('pages of other origins are refused, allowed ones and programs are not', async () => {
    expect(await refusal(world.url, { origin: 'https://evil.test' })).toBe(403)
    expect(await refusal(world.url, { origin: 'null' })).toBe(403)
    await using page = await world.connect({ origin: ALLOWED_ORIGIN })
    await page.init()
    await using program = await world.connect()
    await program.init()
  })

  test('there are no sockets elsewhere', async () => {
    expect(await refusal(world.url.replace('/graphql', '/other'))).toBe(404)
  })

  test('compression is not agreed to, since frames are written past it', async () => {
    await using socket = await world.connect({ ws: { perMessageDeflate: true } })
    expect(socket.ws.extensions).toBe('')
  })
})

describe('the protocol', () => {
  test('who says nothing is let go', async () => {
    await using socket = await world.connect()
    expect(await socket.closed).toMatchObject({ code: 4408 })
  })

  test('operations wait for the acknowledgement', async () => {
    await using socket = await world.connect()
    socket.subscribe('1', '{ serverTime }')
    expect(await socket.closed).toMatchObject({ code: 4401 })
  })

  test('two connection_init are one too many', async () => {
    await using socket = await world.connect()
    await socket.init()
    socket.send({ type: 'connection_init' })
    expect(await socket.closed).toMatchObject({ code: 4429 })
  })

  test.each([
    'not JSON',
    '{}',
    '{"type":"unknown"}',
    '{"type":"subscribe","id":"1"}',
    '{"type":"connection_ack"}',
    '{"type":"next","id":"1","payload":{"data":{}}}',
    '{"type":"error","id":"1","payload":[{"message":"no"}]}',
  ])('what is no message, or only for servers to send, ends it: %s', async (text) => {
    await using socket = await world.connect()
    await socket.init()
    socket.send(text)
    expect(await socket.closed).toMatchObject({ code: 4400 })
  })

  test.each([
    [1002, 'not a frame', clientFrame('x', 0x1, 0xf1)],
    [1007, 'not UTF-8', clientFrame(Uint8Array.of(0xff))],
    [
      1008,
      'too many fragments',
      Buffer.concat([clientFrame('', 0x1, 0x01), ...Array.from({ length: 16_384 }, () => clientFrame('', 0x0, 0x00))]),
    ],
  ])('ends it with %i: %s', async (code, _, bytes) => {
    await using raw = await openRawSocket(world.url, upgradeRequest(world.url))
    await expect.poll(raw.received).toContain('HTTP/1.1 101 ')
    raw.socket.write(bytes)
    await expect.poll(() => serverCloseCode(raw.received())).toBe(code)
  })

  test('a message that is too large ends it', async () => {
    await using socket = await world.connect()
    await socket.init()
    socket.subscribe('1', `{ serverTime } #${'x'.repeat(4_096)}`)
    expect(await socket.closed).toMatchObject({ code: 1009 })
  })

  test('an id that is in use ends it', async () => {
    await using socket = await world.connect()
    await socket.init(world.token('ada'))
    socket.subscribe('1', CONVERSATION, { id: 'c' })
    socket.subscribe('1', CONVERSATION, { id: 'c' })
    expect(await socket.closed).toMatchObject({ code: 4409 })
  })

  test('an id in use ends it though its name fills more than a close frame can hold', async () => {
    const id = 'é'.repeat(128)
    await using socket = await world.connect()
    await socket.init(world.token('ada'))
    socket.subscribe(id, CONVERSATION, { id: 'c' })
    socket.subscribe(id, CONVERSATION, { id: 'c' })
    const { code, reason } = await socket.closed
    expect([code, reason]).toEqual([4409, expect.stringMatching(/^Subscriber for é{54}$/)])
  })

  test('binary messages are not taken for text', async () => {
    await using socket = await world.connect()
    socket.ws.send(Buffer.from('{"type":"connection_init"}'))
    expect(await socket.closed).toEqual({ code: 1003, reason: 'Messages are text' })
  })

  test('a ping is answered', async () => {
    await using socket = await world.connect()
    await socket.init()
    socket.send({ type: 'ping', payload: { n: 1 } })
    await expect.poll(() => socket.messages).toContainEqual({ type: 'pong', payload: { n: 1 } })
  })
})

describe('operations', () => {
  test('queries and mutations run as over HTTP', async () => {
    await using socket = await world.connect()
    await socket.init(world.token('ada'))
    socket.subscribe('1', 'query ($id: ID!) { me { id } user(id: $id) { name } }', { id: 'bob' })
    socket.subscribe('2', 'mutation { updateProfile(input: {}) { name } }')
    expect((await socket.receive('1', 'next')).payload).toMatchObject({
      data: { me: { id: 'ada' }, user: { name: 'name of bob' } },
    })
    await socket.receive('1', 'complete')
    expect((await socket.receive('2', 'next')).payload).toMatchObject({
      data: { updateProfile: { name: 'name of ada' } },
    })
  })

  test('what cannot run is an error of the operation', async () => {
    await using socket = await world.connect()
    await socket.init(world.token('ada'))
    const code = async (id: string) => (await socket.receive(id, 'error')).payload[0].extensions.code
    socket.subscribe('1', '{')
    expect(await code('1')).toBe('GRAPHQL_PARSE_FAILED')
    socket.subscribe('2', '{ xyzzy }')
    expect(await code('2')).toBe('GRAPHQL_VALIDATION_FAILED')
    socket.subscribe('3', 'query A { serverTime } query B { serverTime }')
    expect(await code('3')).toBe('OPERATION_RESOLUTION_FAILURE')
    socket.subscribe('4', 'subscription { conversation { seq } }')
    expect(await code('4')).toBe('GRAPHQL_VALIDATION_FAILED')
  })

  test('errors from the inside are masked', async () => {
    await using socket = await world.connect()
    await socket.init(world.token('ada'))
    socket.subscribe('1', '{ searchUsers(query: "a") { id } }')
    const { errors } = (await socket.receive('1', 'next')).payload
    expect(errors).toMatchObject([{ message: 'Something went wrong on our side.', path: ['searchUsers'] }])
    expect(errors[0].extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR', traceId: expect.any(String) })
  })

  test('an anonymous socket gets what anybody may ask, and nothing else', async () => {
    await using socket = await world.connect()
    await socket.init()
    socket.subscribe('1', '{ serverTime }')
    expect((await socket.receive('1', 'next')).payload.data.serverTime).toEqual(expect.any(String))
    socket.subscribe('2', '{ me { id } }')
    expect((await socket.receive('2', 'next')).payload.errors[0].extensions.code).toBe('UNAUTHENTICATED')
    socket.subscribe('3', CONVERSATION, { id: 'c' })
    expect((await socket.receive('3', 'error')).payload[0].extensions.code).toBe('UNAUTHENTICATED')
  })
})

describe('subscriptions', () => {
  test('events come as results, across subgraphs, until the client has enough', async () => {
    const id = randomUUID()
    await using socket = await world.connect()
    await socket.init(world.token('ada'))
    const query = `
      subscription ($id: ID!) { live: conversation(id: $id, afterSeq: 1) { ...E } }
      fragment E on MessageSent { seq message { text from: sender { name } } }`
    socket.subscribe('1', query, { id })
    await world.say(id)
    expect((await socket.receive('1', 'next')).payload).toEqual({
      data: { live: { seq: 2, message: { text: 'hello', from: { name: 'name of ada' } } } },
    })
    socket.send({ id: '1', type: 'complete' })
    await world.say(id)
    // The socket goes on, and the id is free again.
    socket.subscribe('1', '{ serverTime }')
    await socket.receive('1', 'complete')
    expect(socket.messages.filter(({ type }) => type === 'next')).toHaveLength(2)
  })

  test('an id that is given back and used again in the same breath is the new operation', async () => {
    const [first, second] = [randomUUID(), randomUUID()]
    await using socket = await world.connect()
    await socket.init(world.token('ada'))
    socket.subscribe('1', CONVERSATION, { id: first })
    socket.send({ id: '1', type: 'complete' })
    socket.subscribe('1', CONVERSATION, { id: second })
    await world.say(first, { text: 'to nobody' })
    await world.say(second, { text: 'to the new' })
    expect((await socket.receive('1', 'next')).payload.data.conversation.message.text).toBe('to the new')
    expect(socket.messages.filter(({ type }) => type === 'complete')).toEqual([])
    socket.send({ id: '1', type: 'complete' })
  })

  test('what is refused is an error with its code', async () => {
    await using socket = await world.connect()
    await socket.init(world.token('ada', { scope: 'profile:read' }))
    socket.subscribe('1', CONVERSATION, { id: 'c' })
    expect((await socket.receive('1', 'error')).payload[0].extensions.code).toBe('FORBIDDEN')
    socket.subscribe('2', CONVERSATION, {})
    expect((await socket.receive('2', 'error')).payload[0].extensions.code).toMatch(/FORBIDDEN|BAD_USER_INPUT/)
  })
})
