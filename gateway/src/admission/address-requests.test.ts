import { expect, test } from 'vitest'
import { createAddressRequests } from './address-requests.ts'

test('a network has so many requests under way and no more, others theirs', () => {
  const requests = createAddressRequests(2)
  const leave = requests.enter('2001:db8::1')
  expect(requests.enter('2001:db8::2')).not.toBeNull()
  expect(requests.enter('2001:db8::3')).toBeNull()
  expect(requests.enter('192.0.2.1')).not.toBeNull()
  leave?.()
  expect(requests.enter('2001:db8::3')).not.toBeNull()
  expect(requests.enter('2001:db8::4')).toBeNull()
})
