import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { CLIENT_HEADER, CLIENT_TTL_MS, signClient } from '@colloquy/schema/client-address'
import { createBreakableLink } from '@colloquy/platform/testing/breakable-link'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { answerOf, startWorld } from './support/world.ts'
import type { World } from './support/world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world[Symbol.asyncDispose]())

const me = async (authorization: string, headers = {}) => {
  const response = await world.post({ query: '{ me { id } }' }, { authorization, ...headers })
  return { status: response.status, body: await answerOf(response) }
}

describe('the address of who asks', () => {
  const SECRET = 'a web client secret that only tests use'
  const addressSeen = async (world: World, headers: Record<string, string>) => {
    const { status } = await world.post(
      { query: 'mutation { signOut }' },
      { authorization: `Bearer ${world.token('ada')}`, ...headers },
    )
    const asked = world.users.askedBy.at(-1)
    return { status, ip: asked?.kind === 'user' ? asked.ip : null }
  }

  test('is what the web has signed, and not what anybody writes into a header', async () => {
    await using behindWeb = await startWorld({ webClientSecret: SECRET })
    const signed = signClient('2001:db8::7', SECRET)
    expect(await addressSeen(behindWeb, { [CLIENT_HEADER]: signed })).toEqual({ status: 200, ip: '2001:db8::7' })
    expect(await addressSeen(behindWeb, { 'x-forwarded-for': '2001:db8::8' })).toEqual({ status: 200, ip: '127.0.0.1' })
  })

  test.each([
    ['a forged one', '2001:db8::7'],
    ['one signed with another secret', signClient('2001:db8::7', 'another secret')],
    ['an old one', signClient('2001:db8::7', SECRET, Date.now() - 2 * CLIENT_TTL_MS)],
  ])('is refused from %s', async (_, value) => {
    await using behindWeb = await startWorld({ webClientSecret: SECRET })
    const response = await behindWeb.post({ query: '{ __typename }' }, { [CLIENT_HEADER]: value })
    expect(await answerOf(response)).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] })
    expect(behindWeb.users.askedBy).toEqual([])
  })
})

describe('an access token', () => {
  test('says who asks', async () => {
    expect(await me(`Bearer ${world.token('ada')}`)).toMatchObject({
      status: 200,
      body: { data: { me: { id: 'ada' } } },
    })
  })

  const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  test.each([
    ['expired', () => world.token('ada', { options: { expiresIn: -1 } })],
    ['by another key', () => world.token('ada', { key: stranger.privateKey })],
    ['for others', () => world.token('ada', { options: { audience: 'elsewhere' } })],
    ['no JWT', () => 'nonsense'],
    ['unsigned', () => `${world.token('ada').split('.').slice(0, 2).join('.')}.`],
  ])('that is not valid (%s) is refused, on HTTP with 401 and on a socket with 4403', async (_, makeToken) => {
    const token = makeToken()
    const { status, body } = await me(`Bearer ${token}`, { accept: 'application/graphql-response+json' })
    expect(status).toBe(401)
    expect(body).toEqual({ errors: [{ message: expect.any(String), extensions: { code: 'UNAUTHENTICATED' } }] })
    await using socket = await world.connect()
    socket.send({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } })
    expect(await socket.closed).toMatchObject({ code: 4403 })
  })

  test.each(['Basic YTpi', 'Bearer', 'Bearer a b'])('must come as a bearer token, not as %j', async (authorization) => {
    expect((await me(authorization)).status).toBe(401)
  })

  test('of a session that was revoked is refused everywhere', async () => {
    const sessionId = randomUUID()
    const token = world.token('ada', { sessionId })
    expect((await me(`Bearer ${token}`)).status).toBe(200)
    await world.revoke(sessionId)
    expect((await me(`Bearer ${token}`)).status).toBe(401)
    await using socket = await world.connect()
    socket.send({ type: 'connection_init', payload: { Authorization: `Bearer ${token}` } })
    expect(await socket.closed).toMatchObject({ code: 4403 })
  })

  test('must hold the scopes that a field asks for', async () => {
    const { body } = await me(`Bearer ${world.token('ada', { scope: 'chats:read' })}`)
    expect(body).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] })
  })
})

test('who has none is anonymous, and gets what anybody may ask', async () => {
  const response = await world.post({ query: '{ serverTime }' })
  expect(await response.json()).toMatchObject({ data: { serverTime: expect.any(String) } })
  const refused = await world.post({ query: '{ me { id } }' })
  expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] })
})

test('known keys go on working while users is down', async () => {
  await using world = await startWorld()
  const authorization = `Bearer ${world.token('ada')}`
  const ask = () => world.post({ query: '{ conversation(id: "c") { id } }' }, { authorization })
  expect(await (await ask()).json()).toMatchObject({ data: { conversation: { id: 'c' } } })
  await world.users[Symbol.asyncDispose]()
  expect(await (await ask()).json()).toMatchObject({ data: { conversation: { id: 'c' } } })
})

describe('subgraphs', () => {
  test('are told who asks, and from where', async () => {
    const sessionId = randomUUID()
    await world.post(
      { query: '{ me { id } }' },
      {
        authorization: `Bearer ${world.token('ada', { sessionId })}`,
        'user-agent': 'a test',
        'x-forwarded-for': '6.6.6.6',
      },
    )
    expect(world.users.askedBy.at(-1)).toEqual({
      kind: 'user',
      userId: 'ada',
      sessionId,
      scopes: ['session', 'profile:read', 'profile:write', 'chats:read', 'chats:write'],
      ip: '127.0.0.1',
      userAgent: 'a test',
    })
  })

  test('answer nobody but the gateway', async () => {
    const response = await fetch(`${world.users.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${world.token('ada')}` },
      body: JSON.stringify({ query: '{ me { id } }' }),
    })
    expect(response.status).toBe(401)
  })
})

describe('a session that ends', () => {
  test('closes its sockets at once, and no others', async () => {
    const [ended, goingOn] = [randomUUID(), randomUUID()]
    await using first = await world.connect()
    await using second = await world.connect()
    await first.init(world.token('eve', { sessionId: ended }))
    await second.init(world.token('eve', { sessionId: goingOn }))
    await world.publishToUser('eve', { type: 'SessionRevoked', sessionId: ended })
    expect(await first.closed).toEqual({ code: 4403, reason: 'The session has ended' })
    second.subscribe('1', '{ me { id } }')
    await second.receive('1', 'complete')
  })

  test('ends a stream over HTTP with a word that it is for good', async () => {
    const sessionId = randomUUID()
    const response = await fetch(world.url, {
      method: 'POST',
      headers: {
        accept: 'text/event-stream',
        'content-type': 'application/json',
        authorization: `Bearer ${world.token('eve', { sessionId })}`,
      },
      body: JSON.stringify({ query: 'subscription { inbox { cursor } }' }),
    })
    expect(response.status).toBe(200)
    await world.publishToUser('eve', { type: 'SessionRevoked', sessionId })
    expect(await response.text()).toMatch(/UNAUTHENTICATED.*\n\nevent: complete\ndata: \n\n$/)
  })

  test('closes its sockets also when the news was lost with the connection to Redis', async () => {
    await using link = await createBreakableLink(inject('infrastructure').redisUrl)
    await using world = await startWorld({ redisUrl: link.url })
    const sessionId = randomUUID()
    await using socket = await world.connect()
    await socket.init(world.token('eve', { sessionId }))
    await link.cut()
    await world.revoke(sessionId)
    await world.publishToUser('eve', { type: 'SessionRevoked', sessionId })
    await link.restore()
    expect(await socket.closed).toMatchObject({ code: 4403 })
  })

  test('an access token that expires does not', async () => {
    await using socket = await world.connect()
    const token = world.token('eve', { options: { expiresIn: 4 } })
    await socket.init(token)
    await expect.poll(() => me(`Bearer ${token}`), { timeout: 15_000 }).toMatchObject({ status: 401 })
    socket.subscribe('1', '{ me { id } }')
    expect((await socket.receive('1', 'next')).payload).toMatchObject({ data: { me: { id: 'eve' } } })
  })
})
