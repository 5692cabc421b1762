import { once } from 'node:events'
import { request } from 'node:http'
import { auditServer } from 'graphql-http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ALLOWED_ORIGIN, answerOf, startWorld } from './support/world.ts'
import type { World } from './support/world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld({ playgroundUrl: 'https://chat.test/playground?a=1&b="2"' })
})
afterAll(() => world[Symbol.asyncDispose]())

test('no audit of graphql-http fails', async () => {
  const results = await auditServer({
    url: world.url,
    // A GET without a preflight is what CSRF prevention refuses, so the audits' requests say that they mean it.
    fetchFn(url: string, init: RequestInit = {}) {
      const headers = new Headers(init.headers)
      headers.set('apollo-require-preflight', 'true')
      return fetch(url, { ...init, headers })
    },
  })
  expect(results.length).toBeGreaterThan(50)
  expect(results.filter(({ status }) => status !== 'ok').map(({ id, name }) => `${id} ${name}`)).toEqual([])
})

describe('CSRF', () => {
  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])(
    'a POST as a form can make it (%s) is refused',
    async (type) => {
      const response = await world.post({ query: 'mutation { signOut }' }, { 'content-type': type })
      expect(response.status).toBe(400)
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] })
    },
  )

  test('a simple GET is refused, one that says it means it is answered', async () => {
    const url = `${world.url}?query=${encodeURIComponent('{ serverTime }')}`
    expect((await fetch(url)).status).toBe(400)
    const response = await fetch(url, { headers: { 'apollo-require-preflight': 'yes' } })
    expect(await response.json()).toMatchObject({ data: { serverTime: expect.any(String) } })
  })

  test('a mutation by GET is refused', async () => {
    const url = `${world.url}?query=${encodeURIComponent('mutation { signOut }')}`
    const response = await fetch(url, { headers: { 'apollo-require-preflight': 'yes' } })
    expect(response.status).toBe(405)
  })
})

describe('CORS', () => {
  const preflight = (origin: string) =>
    fetch(world.url, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } })

  test('pages of an allowed origin may call', async () => {
    const { status, headers } = await preflight(ALLOWED_ORIGIN)
    expect(status).toBe(204)
    expect(headers.get('access-control-allow-origin')).toBe(ALLOWED_ORIGIN)
    expect(headers.get('access-control-allow-headers')).toContain('authorization')
    expect(headers.get('access-control-allow-credentials')).toBeNull()
    const response = await world.post({ query: '{ serverTime }' }, { origin: ALLOWED_ORIGIN })
    expect(response.headers.get('access-control-allow-origin')).toBe(ALLOWED_ORIGIN)
    expect(response.headers.get('vary')).toBe('Origin')
  })

  test.each(['https://evil.test', `${ALLOWED_ORIGIN}.evil.test`, 'null'])('pages of %s may not', async (origin) => {
    expect((await preflight(origin)).headers.get('access-control-allow-origin')).toBeNull()
    const response = await world.post({ query: '{ serverTime }' }, { origin })
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
  })
})

describe('requests', () => {
  test('a body that is too large is refused, whether or not it says so', async () => {
    const query = `{ serverTime } #${'x'.repeat(256 * 1024)}`
    expect((await world.post({ query })).status).toBe(413)
    const chunked = await fetch(world.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: new Blob([JSON.stringify({ query })]).stream(),
      duplex: 'half',
    })
    expect(chunked.status).toBe(413)
    expect(await chunked.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] })
  })

  test('batches are refused', async () => {
    const response = await world.post([{ query: '{ serverTime }' }, { query: '{ serverTime }' }])
    expect(response.status).toBe(400)
  })

  test('a subscription of which the client takes no stream is pointed to the WebSocket', async () => {
    const query = 'subscription { presence(userIds: []) { user { id } } }'
    const response = await world.post({ query }, { accept: 'application/json' })
    expect(response.status).toBe(406)
    expect(await response.json()).toMatchObject({
      errors: [{ message: expect.stringContaining('WebSocket'), extensions: { code: 'BAD_REQUEST' } }],
    })
  })

  test('a wrong operation has the status that its media type asks for', async () => {
    const query = '{ xyzzy }'
    const modern = await world.post({ query }, { accept: 'application/graphql-response+json' })
    const legacy = await world.post({ query }, { accept: 'application/json' })
    expect([modern.status, legacy.status]).toEqual([400, 200])
    expect(await legacy.json()).toMatchObject({ errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] })
  })

  test('introspection is on', async () => {
    const response = await world.post({ query: '{ __schema { subscriptionType { name } } }' })
    expect(await response.json()).toMatchObject({ data: { __schema: { subscriptionType: { name: 'Subscription' } } } })
  })
})

test.each([
  ['_entities', '{ _entities(representations: [{ __typename: "User", id: "ada" }]) { __typename } }'],
  ['_service', '{ _service { sdl } }'],
])('%s of subgraphs is no part of the public API', async (field, query) => {
  const response = await world.post({ query }, { authorization: `Bearer ${world.token('ada')}` })
  expect((await answerOf(response)).errors).toEqual([
    {
      message: `Cannot query field "${field}" on type "Query".`,
      locations: [{ line: 1, column: 3 }],
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
    },
  ])
  const introspection = await world.post({
    query: '{ __schema { types { name } queryType { fields { name } } } }',
  })
  const names = JSON.stringify(await introspection.json())
  expect(names).toContain('"serverTime"')
  expect(names).not.toMatch(/"(_entities|_service|_Any|_Entity|_Service|join__[^"]*|link__[^"]*)"/)
})

test('nothing of the inside gets out', async () => {
  const response = await world.post(
    { query: '{ searchUsers(query: "a") { id } }' },
    { authorization: `Bearer ${world.token('ada')}` },
  )
  const { errors } = await answerOf(response)
  expect(errors).toEqual([
    {
      message: 'Something went wrong on our side.',
      path: ['searchUsers'],
      extensions: { code: 'INTERNAL_SERVER_ERROR', traceId: expect.any(String) },
    },
  ])
})

describe('what is not answered any more', () => {
  const slow = JSON.stringify({ query: 'mutation { updateProfile(input: { name: "slow" }) { id } }' })

  test('is given up in the subgraph too when the client goes', async () => {
    const asked = world.users.askedBy.length
    const abandoned = world.users.abandoned()
    const client = new AbortController()
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${world.token('ada')}` }
    const answer = fetch(world.url, { method: 'POST', headers, body: slow, signal: client.signal })
    await expect.poll(() => world.users.askedBy.length).toBe(asked + 1)
    client.abort()
    await expect(answer).rejects.toThrow('aborted')
    await expect.poll(() => world.users.abandoned()).toBe(abandoned + 1)
    world.users.letGo()
  })

  test('is given up in the subgraph too when the client completes it on a socket, or its socket closes', async () => {
    await using socket = await world.connect()
    await socket.init(world.token('ada'))
    const asked = world.users.askedBy.length
    const abandoned = world.users.abandoned()
    for (const id of ['1', '2']) socket.send({ id, type: 'subscribe', payload: JSON.parse(slow) })
    await expect.poll(() => world.users.askedBy.length).toBe(asked + 2)
    socket.send({ id: '1', type: 'complete' })
    await expect.poll(() => world.users.abandoned()).toBe(abandoned + 1)
    socket.ws.close()
    await expect.poll(() => world.users.abandoned()).toBe(abandoned + 2)
    world.users.letGo()
  })
})

describe('while a subgraph is away', () => {
  test.each(['application/json', 'application/graphql-response+json'])(
    'what it had to do all of is 503, with when to try again (%s)',
    async (accept) => {
      await using world = await startWorld({ limits: { subgraphTimeoutMs: 300 } })
      const authorization = `Bearer ${world.token('ada')}`
      // The keys of access tokens come from users too.
      expect((await world.post({ query: '{ me { id } }' }, { authorization })).status).toBe(200)
      await world.users[Symbol.asyncDispose]()
      const response = await world.post({ query: 'mutation { signOut }' }, { authorization, accept })
      expect(response.status).toBe(503)
      expect(response.headers.get('retry-after')).toBe('5')
      expect(await response.json()).toMatchObject({
        errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE', retryAfter: 5 } }],
      })
      await using socket = await world.connect()
      await socket.init(world.token('ada'))
      socket.subscribe('1', '{ serverTime user(id: "bob") { name } }')
      expect((await socket.receive('1', 'next')).payload).toMatchObject({
        data: { serverTime: expect.any(String), user: null },
        errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE', retryAfter: 5 } }],
      })
    },
  )

  test('nobody is refused whose token cannot be verified: they come back later', async () => {
    await using world = await startWorld({ jwksUrl: 'http://127.0.0.1:9/jwks.json' })
    const token = world.token('ada')
    const response = await world.post({ query: '{ serverTime }' }, { authorization: `Bearer ${token}` })
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('5')
    await using socket = await world.connect()
    socket.send({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } })
    expect(await socket.closed).toEqual({ code: 1013, reason: 'Try again later' })
  })
})

test('every answer has the headers that keep browsers from making something else of it', async () => {
  const { headers } = await world.post({ query: '{ serverTime }' })
  expect(headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains')
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('cache-control')).toBe('no-store')
  expect(headers.get('content-security-policy')).toContain("default-src 'none'")
})

test.each(['TRACE', 'PUT', 'DELETE'])('there is no %s', async (method) => {
  const sent = request(world.url, { method, headers: { 'content-type': 'application/json' } }).end()
  const [response] = await once(sent, 'response')
  expect(response.statusCode).toBe(405)
  response.resume()
})

test('a person with a browser finds a page that leads to the playground', async () => {
  const response = await fetch(world.url, { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } })
  expect(response.headers.get('content-type')).toContain('text/html')
  expect(await response.text()).toContain('href="https://chat.test/playground?a=1&amp;b=&quot;2&quot;"')
})

test('it is live and ready', async () => {
  const origin = new URL(world.url).origin
  expect((await fetch(`${origin}/health/live`)).status).toBe(200)
  const ready = await fetch(`${origin}/health/ready`)
  expect(await ready.json()).toEqual({ status: 'ready', failed: {} })
})
