import { expect, test } from 'vitest'
import { CLIENT_TTL_MS, clientIp, signClient, verifyClient } from './client-address.ts'

const SECRET = 'a secret that only tests use, 32+'
const NOW = Date.UTC(2026, 10, 21)
const signed = signClient('2001:db8::7', SECRET, NOW)

test('says whose request it is, for a minute', () => {
  expect(verifyClient(signed, SECRET, NOW)).toBe('2001:db8::7')
  expect(verifyClient(signed, SECRET, NOW + CLIENT_TTL_MS)).toBe('2001:db8::7')
  expect(verifyClient(signed, SECRET, NOW + CLIENT_TTL_MS + 1)).toBeNull()
  expect(verifyClient(signed, SECRET, NOW - CLIENT_TTL_MS - 1)).toBeNull()
})

const [payload = '', mac = ''] = signed.split('.')
const other = Buffer.from(JSON.stringify({ ip: '192.0.2.1', atMs: NOW })).toString('base64url')

test.each([
  ['nothing', ''],
  ['an address', '192.0.2.1'],
  ['no signature', payload],
  ['another payload', `${other}.${mac}`],
  ['a signature cut short', `${payload}.${mac.slice(0, -4)}`],
  ['something after it', `${signed}.x`],
  ['another secret', signClient('192.0.2.1', 'another secret', NOW)],
])('does not believe %s', (_, value) => expect(verifyClient(value, SECRET, NOW)).toBeNull())

const ip = (forwardedFor: string | null, trustedProxyHops: number, peer = '10.0.0.1') =>
  clientIp({ forwardedFor, peer, trustedProxyHops })

test('without proxies the peer is the client, whatever it claims', () => {
  expect(ip('1.2.3.4', 0)).toBe('10.0.0.1')
  expect(ip(null, 0, '::ffff:10.0.0.2')).toBe('10.0.0.2')
})

test('each trusted proxy is one step from the end', () => {
  const forwarded = 'made up, 1.2.3.4, 10.0.0.9'
  expect(ip(forwarded, 1)).toBe('10.0.0.9')
  expect(ip(forwarded, 2)).toBe('1.2.3.4')
})

test('a header shorter than the chain gives its first', () => {
  expect(ip('1.2.3.4', 5)).toBe('1.2.3.4')
  expect(ip(null, 1)).toBe('10.0.0.1')
})
