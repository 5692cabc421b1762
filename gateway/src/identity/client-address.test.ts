import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { clientAddress } from './client-address.ts'

const request = (headers: IncomingMessage['headers'], remoteAddress = '10.0.0.1') => {
  const socket = Object.defineProperty(new Socket(), 'remoteAddress', { value: remoteAddress })
  return Object.assign(new IncomingMessage(socket), { headers })
}

test('without proxies the peer is the client, whatever it claims', () => {
  expect(clientAddress(request({ 'x-forwarded-for': '1.2.3.4' }), 0)).toEqual({ ip: '10.0.0.1' })
  expect(clientAddress(request({}, '::ffff:10.0.0.2'), 0)).toEqual({ ip: '10.0.0.2' })
})

test('each trusted proxy is one step from the end', () => {
  const forwarded = { 'x-forwarded-for': 'made up, 1.2.3.4, 10.0.0.9' }
  expect(clientAddress(request(forwarded), 1).ip).toBe('10.0.0.9')
  expect(clientAddress(request(forwarded), 2).ip).toBe('1.2.3.4')
})

test('a header shorter than the chain gives its first', () => {
  expect(clientAddress(request({ 'x-forwarded-for': '1.2.3.4' }), 5).ip).toBe('1.2.3.4')
  expect(clientAddress(request({}), 1).ip).toBe('10.0.0.1')
})

test('the user agent is kept, cut', () => {
  expect(clientAddress(request({ 'user-agent': 'x'.repeat(1_000) }), 0).userAgent).toHaveLength(256)
})
