import { createSecretKey } from 'node:crypto'
import jwt from 'jsonwebtoken'
import { expect, test } from 'vitest'
import { createDeviceTokens } from './device-tokens.ts'
import { deriveKeys } from './keys.ts'

const { devices } = deriveKeys('pepper')
const tokens = createDeviceTokens(devices)
const claims = { accounts: ['ada'] }
const subject = '3b2f0f9e-5d0c-4b52-8c2f-0a4f5b1c7d11'
const sign = (changes: jwt.SignOptions = {}, key = createSecretKey(devices)) =>
  jwt.sign(claims, key, { algorithm: 'HS256', audience: 'colloquy-device', subject, expiresIn: 60, ...changes })

test('a device stays the same and knows its accounts, the last one first', () => {
  const first = tokens.read(tokens.issue(null, 'ada'))
  const second = tokens.read(tokens.issue(first, 'bob'))
  const third = tokens.read(tokens.issue(second, 'ada'))
  expect(first).toMatchObject({ accounts: ['ada'] })
  expect(second).toEqual({ id: first?.id, accounts: ['bob', 'ada'] })
  expect(third).toEqual({ id: first?.id, accounts: ['ada', 'bob'] })
})

test('it forgets the account that was signed in to the longest time ago', () => {
  let device = null
  for (let account = 1; account <= 9; account += 1) device = tokens.read(tokens.issue(device, `account ${account}`))
  expect(device?.accounts).toHaveLength(8)
  expect(device?.accounts).not.toContain('account 1')
})

test('a token of ours is read', () => expect(tokens.read(sign())).toEqual({ id: subject, accounts: ['ada'] }))

test.each([
  ['nothing', undefined],
  ['no token', 'nonsense'],
  ['another key', sign({}, createSecretKey(deriveKeys('salt').devices))],
  ['another purpose', sign({ audience: 'colloquy' })],
  ['a time that is over', sign({ expiresIn: -1 })],
  ['no signature', jwt.sign(claims, '', { algorithm: 'none', audience: 'colloquy-device', subject })],
])('no device: %s', (_, token) => expect(tokens.read(token)).toBeNull())
