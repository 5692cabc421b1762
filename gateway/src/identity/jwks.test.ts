import { generateKeyPairSync } from 'node:crypto'
import { sendJson, startHttpServer } from '@colloquy/platform/http-server'
import { createLogger } from '@colloquy/platform/logger'
import { expect, test } from 'vitest'
import { createJwks } from './jwks.ts'

const logger = createLogger('test', 'silent')
const jwk = (kid: string) => ({
  ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }),
  kid,
})

const setup = () => {
  const endpoint = { keys: [jwk('a')], isDown: false, requests: 0 }
  const clock = { ms: 1_000_000 }
  const jwks = createJwks({
    url: 'http://users.test/jwks',
    logger,
    now: () => clock.ms,
    async fetchKeys() {
      endpoint.requests++
      if (endpoint.isDown) throw new Error('down')
      return { keys: endpoint.keys }
    },
  })
  return { endpoint, clock, jwks }
}

test('keys are fetched once, at their first use', async () => {
  const { endpoint, jwks } = setup()
  expect(endpoint.requests).toBe(0)
  const keys = await Promise.all([jwks.key('a'), jwks.key('a'), jwks.key('a')])
  expect(keys.every((key) => key?.asymmetricKeyType === 'ec')).toBe(true)
  expect(endpoint.requests).toBe(1)
})

test('an unknown key makes it fetch again, at most every 30 s', async () => {
  const { endpoint, clock, jwks } = setup()
  await jwks.key('a')
  endpoint.keys.push(jwk('b'))
  expect(await jwks.key('b')).toBeNull()
  clock.ms += 30_000
  expect(await jwks.key('b')).not.toBeNull()
  for (let attempt = 0; attempt < 10; attempt++) await jwks.key('made up')
  expect(endpoint.requests).toBe(2)
})

test('known keys work while the endpoint is down', async () => {
  const { endpoint, clock, jwks } = setup()
  await jwks.key('a')
  endpoint.isDown = true
  clock.ms += 3_600_000
  expect(await jwks.key('a')).not.toBeNull()
  expect(await jwks.key('b')).toBeNull()
})

test('without any key it throws, and tries again soon', async () => {
  const { endpoint, clock, jwks } = setup()
  endpoint.isDown = true
  await expect(jwks.key('a')).rejects.toThrow('not known yet')
  endpoint.isDown = false
  clock.ms += 1_000
  expect(await jwks.key('a')).not.toBeNull()
})

test('a key that was withdrawn stops working', async () => {
  const { endpoint, clock, jwks } = setup()
  await jwks.key('a')
  endpoint.keys = [jwk('b')]
  clock.ms += 11 * 60_000
  await jwks.key('a')
  await expect.poll(() => jwks.key('a')).toBeNull()
})

test('an endpoint that sends elsewhere is not followed', async () => {
  await using server = await startHttpServer({
    host: '127.0.0.1',
    port: 0,
    logger,
    routes: {
      '/jwks': (_, response) => void response.writeHead(302, { location: '/elsewhere' }).end(),
      '/elsewhere': (_, response) => sendJson(response, 200, { keys: [jwk('a')] }),
    },
    ready: {},
    graceMs: 0,
  })
  const keysOf = (path: string) => createJwks({ url: server.url + path, logger }).key('a')
  expect(await keysOf('/elsewhere')).not.toBeNull()
  await expect(keysOf('/jwks')).rejects.toThrow('not known yet')
})
