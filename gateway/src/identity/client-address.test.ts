import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { CLIENT_HEADER, signClient } from '@colloquy/schema/client-address'
import { expect, test } from 'vitest'
import { clientAddress } from './client-address.ts'

const SECRET = 'a secret that only tests use, 32+'

const request = (headers: IncomingMessage['headers'], remoteAddress = '10.0.0.1') => {
  const socket = Object.defineProperty(new Socket(), 'remoteAddress', { value: remoteAddress })
  return Object.assign(new IncomingMessage(socket), { headers })
}

test('the peer is the client, or who stands before our proxies', () => {
  const forwarded = { 'x-forwarded-for': 'made up, 1.2.3.4' }
  expect(clientAddress(request(forwarded), { trustedProxyHops: 0 })).toEqual({ from: { ip: '10.0.0.1' } })
  expect(clientAddress(request(forwarded), { trustedProxyHops: 1 })).toEqual({ from: { ip: '1.2.3.4' } })
})

test('the web says for whom it asks, whatever stands between', () => {
  const headers = { [CLIENT_HEADER]: signClient('2001:db8::7', SECRET), 'x-forwarded-for': '1.2.3.4' }
  for (const trustedProxyHops of [0, 1])
    expect(clientAddress(request(headers), { trustedProxyHops, webClientSecret: SECRET })).toEqual({
      from: { ip: '2001:db8::7' },
    })
})

test.each([
  ['an address', '192.0.2.1', SECRET],
  ['one signed with another secret', signClient('192.0.2.1', 'another secret'), SECRET],
  ['one where no secret is set', signClient('192.0.2.1', SECRET), undefined],
  ['nothing', '', SECRET],
])('refused, and counted as of who has connected: %s', (_, value, webClientSecret) => {
  expect(clientAddress(request({ [CLIENT_HEADER]: value }), { trustedProxyHops: 0, webClientSecret })).toEqual({
    from: { ip: '10.0.0.1' },
    refused: expect.objectContaining({ code: 'FORBIDDEN' }),
  })
})

test('the user agent is kept, cut', () => {
  const { from } = clientAddress(request({ 'user-agent': 'x'.repeat(1_000) }), { trustedProxyHops: 0 })
  expect(from.userAgent).toHaveLength(256)
})
