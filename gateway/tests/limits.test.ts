import { randomUUID } from 'node:crypto'
import { recordLog } from '@colloquy/platform/testing/recorded-log'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openRawSocket, upgradeRequest } from './support/raw-socket.ts'
import { answerOf, startWorld } from './support/world.ts'
import type { World } from './support/world.ts'

const limits = {
  operationsPerSocket: 2,
  subscriptionsPerSocket: 2,
  socketsPerUser: 2,
  socketMessagesPerMinute: 20,
  operationTimeoutMs: 300,
}

let world: World
beforeAll(async () => {
  world = await startWorld({ limits })
})
afterAll(() => world[Symbol.asyncDispose]())

const CONVERSATION = 'subscription ($id: ID!) { conversation(id: $id) { seq } }'

/** What both transports say of an operation. */
async function errorsOf(query: string): Promise<{ http: unknown; socket: unknown }> {
  const response = await world.post({ query })
  const { errors } = await answerOf(response)
  await using socket = await world.connect()
  await socket.init()
  socket.subscribe('1', query)
  return { http: errors, socket: (await socket.receive('1', 'error')).payload }
}

describe('an operation', () => {
  const user = 'user(id: "a") { name }'
  test.each([
    ['depth', `{ conversation(id: "c") { ${'lastMessage { conversation { '.repeat(6)} id ${'} } '.repeat(6)} } }`],
    ['aliases', `{ ${Array.from({ length: 31 }, (_, n) => `a${n}: serverTime`).join(' ')} }`],
    ['fields at the root', `{ ${'serverTime '.repeat(21)} }`],
    ['directives', `{ ${'serverTime @skip(if: true) '.repeat(51)} }`],
    ['tokens', `{ ${`${user} `.repeat(300)} }`],
  ])('has bounds that are the same on both transports: %s', async (_, query) => {
    const { http, socket } = await errorsOf(query)
    expect(http).toEqual(socket)
    const [error] = z.array(z.object({ extensions: z.object({ code: z.string() }) })).parse(http)
    expect(error?.extensions.code).toMatch(/^GRAPHQL_(PARSE|VALIDATION)_FAILED$/)
  })

  test('may not cost too much, whatever its length', async () => {
    const page = (below: string) => `messages(first: 100) { edges { node { conversation { ${below} } } } }`
    const query = `{ conversation(id: "c") { ${page(page('id'))} } }`
    const { http, socket } = await errorsOf(query)
    expect(http).toEqual(socket)
    expect(http).toMatchObject([
      {
        message: expect.stringMatching(/^The operation costs 30402; 10000 are allowed\./),
        extensions: { code: 'GRAPHQL_VALIDATION_FAILED', cost: { requested: 30_402, limit: 10_000 } },
      },
    ])
  })

  test('may not have an event that costs too much, and an event tells no cost', async () => {
    await using socket = await world.connect()
    await socket.init(world.token('ada'))
    const messages = 'messages(first: 100) { edges { node { text } } }'
    const each = (below: string) =>
      `subscription ($id: ID!) { conversation(id: $id) { seq conversation { ${below} } } }`
    const id = randomUUID()
    const nested = messages.replace('text', `conversation { ${messages} }`)
    socket.subscribe('1', each(nested), { id })
    expect((await socket.receive('1', 'error')).payload[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED')
    socket.subscribe('2', 'subscription ($id: ID!) { conversation(id: $id, afterSeq: 0) { seq } }', { id })
    await world.say(id)
    expect((await socket.receive('2', 'next')).payload).toEqual({ data: { conversation: { seq: expect.any(Number) } } })
  })

  test('may use twenty aliases', async () => {
    const query = `{ ${Array.from({ length: 20 }, (_, n) => `a${n}: serverTime`).join(' ')} }`
    expect(await (await world.post({ query })).json()).not.toHaveProperty('errors')
  })

  test.each(['application/json', 'application/graphql-response+json', '*/*'])(
    'may not take for ever, and then neither does its subgraph (%s)',
    async (accept) => {
      const query = 'mutation { updateProfile(input: { name: "slow" }) { id } }'
      const abandoned = world.users.abandoned()
      const response = await world.post({ query }, { authorization: `Bearer ${world.token('ada')}`, accept })
      expect(response.status).toBe(500)
      const answer = await answerOf(response)
      expect(answer).not.toHaveProperty('data')
      expect(answer).toMatchObject({
        errors: [
          {
            message: 'Something went wrong on our side.',
            extensions: { code: 'INTERNAL_SERVER_ERROR', traceId: expect.any(String) },
          },
        ],
      })
      await expect.poll(() => world.users.abandoned()).toBe(abandoned + 1)
      world.users.letGo()
    },
  )

  test('may not take for ever over a socket either', async () => {
    await using socket = await world.connect()
    await socket.init(world.token('ada'))
    const abandoned = world.users.abandoned()
    socket.subscribe('1', 'mutation { updateProfile(input: { name: "slow" }) { id } }')
    expect((await socket.receive('1', 'next')).payload.errors[0].extensions.code).toBe('INTERNAL_SERVER_ERROR')
    await expect.poll(() => world.users.abandoned()).toBe(abandoned + 1)
    world.users.letGo()
  })
})

describe('a caller', () => {
  test('who asks for too much is told when to come back', async () => {
    await using world = await startWorld({ limits: { costPerSecond: 10, costBurst: 20, newDocumentCost: 0 } })
    const authorization = `Bearer ${world.token('ada')}`
    const ask = (headers = {}) => world.post({ query: '{ serverTime }' }, headers)
    const answers = [await ask({ authorization }), await ask({ authorization }), await ask({ authorization })]
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429])
    expect(answers.map(({ headers }) => headers.get('retry-after'))).toEqual([null, null, '1'])
    expect(answers.map(({ headers }) => headers.get('ratelimit-policy'))).toEqual(answers.map(() => '"cost";q=20;w=2'))
    expect(answers.map(({ headers }) => headers.get('ratelimit'))).toEqual([
      expect.stringMatching(/^"cost";r=1\d;t=[12]$/),
      expect.stringMatching(/^"cost";r=\d;t=[12]$/),
      expect.stringMatching(/^"cost";r=\d;t=[12]$/),
    ])
    expect(await answers[2]?.json()).toMatchObject({
      errors: [{ extensions: { code: 'RATE_LIMITED', retryAfter: 1 } }],
    })
    // Others are not held up.
    expect((await ask()).status).toBe(200)
    await using socket = await world.connect()
    await socket.init(world.token('ada'))
    socket.subscribe('1', '{ serverTime }')
    expect((await socket.receive('1', 'error')).payload[0].extensions).toEqual({ code: 'RATE_LIMITED', retryAfter: 1 })
  })

  test('pays for the size of what is asked, and is told what is left', async () => {
    await using world = await startWorld({ limits: { costPerSecond: 1, costBurst: 10_000 } })
    const authorization = `Bearer ${world.token('ada')}`
    const query = 'query ($first: Int!) { conversations(first: $first) { edges { node { id } } } }'
    const ask = async (first: number) => {
      const response = await world.post({ query, variables: { first } }, { authorization })
      return { status: response.status, headers: response.headers, answer: await answerOf(response) }
    }
    const small = await ask(10)
    expect(small.answer).toMatchObject({
      extensions: { cost: { requested: 21, surcharge: 200, limit: 10_000, remaining: 9_779 } },
    })
    const large = await ask(4_500)
    expect(large.answer).toMatchObject({ extensions: { cost: { requested: 9_001, remaining: 778 } } })
    const refused = await ask(1_000)
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(1_000)
    await using socket = await world.connect()
    await socket.init(world.token('ada'))
    socket.subscribe('1', query, { first: 1 })
    expect((await socket.receive('1', 'next')).payload.extensions).toEqual({
      cost: { requested: 10, limit: 10_000, remaining: expect.any(Number) },
    })
    socket.subscribe('2', query, { first: 1_000 })
    expect((await socket.receive('2', 'error')).payload[0].extensions.code).toBe('RATE_LIMITED')
  })

  test('can have so many sockets', async () => {
    const userId = randomUUID()
    const token = world.token(userId)
    await using first = await world.connect()
    await using second = await world.connect()
    await first.init(token)
    await second.init(token)
    await using third = await world.connect()
    third.send({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } })
    expect(await third.closed).toEqual({ code: 1013, reason: 'Too many sockets of this user' })
    await second[Symbol.asyncDispose]()
    await expect
      .poll(async () => {
        await using again = await world.connect()
        again.send({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } })
        return await Promise.race([again.acknowledged().then(() => 'in'), again.closed.then(() => 'out')])
      })
      .toBe('in')
  })
})

describe('an address', () => {
  test('from which too many tokens were refused has to wait, but for those who were let in before', async () => {
    await using world = await startWorld({ limits: { refusedTokensBurst: 2, refusedTokensPerSecond: 1 } })
    const ask = (token: string) => world.post({ query: '{ serverTime }' }, { authorization: `Bearer ${token}` })
    const known = world.token('ada')
    expect((await ask(known)).status).toBe(200)
    expect([await ask('a.b.c'), await ask('')].map(({ status }) => status)).toEqual([401, 401])
    const refused = await ask(world.token('bob'))
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1'])
    expect((await ask(known)).status).toBe(200)
    await using socket = await world.connect()
    socket.send({ type: 'connection_init', payload: { authorization: 'Bearer a.b.c' } })
    expect(await socket.closed).toEqual({ code: 1013, reason: 'Too many refused tokens from this address' })
  })

  test('can have so many requests under way, over connections of any number', async () => {
    const { logger, securityEvents } = recordLog()
    await using world = await startWorld({ logger, limits: { requestsPerAddress: 2 } })
    const half = 'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{'
    await using first = await openRawSocket(world.url, half)
    const second = await openRawSocket(world.url, half)
    const ask = () => world.post({ query: '{ serverTime }' })
    await expect.poll(async () => (await ask()).status).toBe(429)
    const refused = await ask()
    expect(refused.headers.get('retry-after')).toBe('1')
    expect(await answerOf(refused)).toMatchObject({ errors: [{ extensions: { code: 'RATE_LIMITED', retryAfter: 1 } }] })
    expect(securityEvents()).toEqual([{ type: 'limit-reached', limit: 'requests-of-address', network: '127.0.0.0/24' }])
    await second[Symbol.asyncDispose]()
    await expect.poll(async () => (await ask()).status).toBe(200)
    expect(first.received()).toBe('')
  })

  const upgrade = async (world: World) => {
    const raw = await openRawSocket(world.url, upgradeRequest(world.url))
    await expect.poll(raw.received).toContain('\r\n\r\n')
    return raw
  }

  test('can have so many sockets that nobody has signed in on', async () => {
    await using world = await startWorld({ limits: { anonymousSocketsPerAddress: 2 } })
    await using first = await world.connect()
    await using second = await upgrade(world)
    await using third = await upgrade(world)
    expect(await third.ended).toMatch(/^HTTP\/1\.1 429 [^]*Retry-After: 10[^]*RATE_LIMITED/)
    await first.init(world.token('ada'))
    await using fourth = await upgrade(world)
    expect([second, fourth].map(({ received }) => received().split(' ')[1])).toEqual(['101', '101'])
  })

  test('can have so many sockets in all', async () => {
    await using world = await startWorld({ limits: { socketsPerAddress: 2 } })
    await using first = await world.connect()
    await using second = await world.connect()
    await Promise.all([first.init(world.token('ada')), second.init(world.token('bob'))])
    await using third = await upgrade(world)
    expect(await third.ended).toMatch(/^HTTP\/1\.1 429 /)
    await first[Symbol.asyncDispose]()
    await expect
      .poll(async () => {
        await using again = await upgrade(world)
        return again.received().split(' ')[1]
      })
      .toBe('101')
  })
})

describe('a socket', () => {
  test('carries so many subscriptions', async () => {
    await using socket = await world.connect()
    await socket.init(world.token('ada'))
    for (const id of ['1', '2', '3']) socket.subscribe(id, CONVERSATION, { id: randomUUID() })
    expect((await socket.receive('3', 'error')).payload[0].extensions.code).toBe('BAD_REQUEST')
    socket.send({ id: '1', type: 'complete' })
    const id = randomUUID()
    socket.subscribe('4', 'subscription ($id: ID!) { conversation(id: $id, afterSeq: 1) { seq } }', { id })
    await world.say(id)
    await socket.receive('4', 'next')
  })

  test('runs so many operations at a time', async () => {
    await using socket = await world.connect()
    await socket.init(world.token('ada'))
    for (const id of ['1', '2', '3']) socket.subscribe(id, 'mutation { updateProfile(input: { name: "slow" }) { id } }')
    expect((await socket.receive('3', 'error')).payload[0].extensions.code).toBe('RATE_LIMITED')
    await socket.receive('1', 'complete')
    await socket.receive('2', 'complete')
    socket.subscribe('4', '{ serverTime }')
    await socket.receive('4', 'next')
    world.users.letGo()
  })

  test('brings so many messages a minute', async () => {
    await using socket = await world.connect()
    await socket.init()
    for (let message = 0; message < 25; message++) socket.send({ type: 'ping' })
    expect(await socket.closed).toEqual({ code: 1013, reason: 'Too many messages' })
  })

  test('has ids of a sensible length', async () => {
    await using socket = await world.connect()
    await socket.init()
    const id = 'x'.repeat(129)
    socket.subscribe(id, '{ serverTime }')
    expect((await socket.receive(id, 'error')).payload[0].extensions.code).toBe('BAD_REQUEST')
  })
})
