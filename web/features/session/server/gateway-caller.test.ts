import { CLIENT_HEADER, verifyClient } from '@colloquy/schema/client-address'
import { expect, test } from 'vitest'
import { readWebConfig } from '../../config/web-config.ts'
import { callerOf } from './gateway-caller.ts'
import { PEER_HEADER } from './peer-address.ts'

const SECRET = 'a web client secret that only tests use'

/** For whom the web's server asks the gateway, by the proxies before it. */
function askedFor(hops: number, peer: string, forwardedFor?: string): string | null {
  const request = new Request('https://chat.test/api/session/code', {
    method: 'POST',
    headers: {
      [PEER_HEADER]: peer,
      [CLIENT_HEADER]: '203.0.113.1',
      ...(forwardedFor !== undefined && { 'x-forwarded-for': forwardedFor }),
    },
  })
  const config = readWebConfig({ WEB_CLIENT_SECRET: SECRET, WEB_TRUSTED_PROXY_HOPS: String(hops) })
  return verifyClient(callerOf(request, config).headers[CLIENT_HEADER] ?? '', SECRET)
}

test.each([
  ['reached directly', 0, '192.0.2.7', undefined],
  ['reached directly, with a header made up', 0, '192.0.2.7', '203.0.113.1'],
  ['behind a proxy', 1, '10.0.0.1', '192.0.2.7'],
  ['behind a proxy, with a header made up', 1, '10.0.0.1', '203.0.113.1, 192.0.2.7'],
  ['behind two', 2, '10.0.0.2', '203.0.113.1, 192.0.2.7, 10.0.0.1'],
])('%s, the web asks for the browser', (_, hops, peer, forwardedFor) => {
  expect(askedFor(hops, peer, forwardedFor)).toBe('192.0.2.7')
})

test('a peer that is not known is no client', () => {
  const request = new Request('https://chat.test/api/session/code', { method: 'POST' })
  expect(() => callerOf(request, readWebConfig({ WEB_CLIENT_SECRET: SECRET }))).toThrow('not known')
})
