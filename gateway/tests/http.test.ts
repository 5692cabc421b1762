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
    expect(await response.json()).toEqual({ data: { serverTime: expect.any(String) } })
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

  test('a subscription is pointed to the WebSocket', async () => {
    const response = await world.post({ query: 'subscription { presence(userIds: []) { user { id } } }' })
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
    expect(await response.json()).toEqual({ data: { __schema: { subscriptionType: { name: 'Subscription' } } } })
  })
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

test('every answer has the headers that keep browsers from making something else of it', async () => {
  const { headers } = await world.post({ query: '{ serverTime }' })
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('cache-control')).toBe('no-store')
  expect(headers.get('content-security-policy')).toContain("default-src 'none'")
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
