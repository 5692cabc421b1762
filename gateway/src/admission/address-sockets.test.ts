import { expect, test } from 'vitest'
import { createAddressSockets } from './address-sockets.ts'

const create = () => createAddressSockets({ socketsPerAddress: 3, anonymousSocketsPerAddress: 2 })

test('an address has so many sockets of nobody, and so many in all', () => {
  const sockets = create()
  const first = sockets.enter('192.0.2.1')
  sockets.enter('192.0.2.1')
  expect(sockets.enter('192.0.2.1')).toBeNull()
  first?.signedIn()
  first?.signedIn()
  expect(sockets.enter('192.0.2.1')).not.toBeNull()
  expect(sockets.enter('192.0.2.1')).toBeNull()
  expect(sockets.enter('192.0.2.2')).not.toBeNull()
})

test('who leaves makes room once, signed in or not', () => {
  const sockets = create()
  const places = [sockets.enter('192.0.2.1'), sockets.enter('192.0.2.1')]
  places[0]?.signedIn()
  for (const place of [...places, ...places]) place?.leave()
  const again = ['192.0.2.1', '192.0.2.1', '192.0.2.1'].map((ip) => sockets.enter(ip) !== null)
  expect(again).toEqual([true, true, false])
})

test('the addresses that one subscriber of a provider has by IPv6 are one', () => {
  const sockets = create()
  expect(sockets.enter('2001:db8:1:2::1')).not.toBeNull()
  expect(sockets.enter('2001:db8:1:2:ffff::2')).not.toBeNull()
  expect(sockets.enter('2001:db8:1:2::3')).toBeNull()
  expect(sockets.enter('2001:db8:1:3::1')).not.toBeNull()
})
