import { expect, test } from 'vitest'
import { generateCode, generateRequestId, guessInput, partsOf } from './code.ts'
import { deriveKeys } from './keys.ts'

test('a code is six digits, the first of which may be 0', () => {
  const codes = Array.from({ length: 1_000 }, generateCode)
  expect(codes.every((code) => /^\d{6}$/.test(code))).toBe(true)
  expect(new Set(codes.map((code) => code[0])).size).toBe(10)
})

test('what is stored is of one pepper, request and code', () => {
  const { codeMac } = deriveKeys('pepper')
  const mac = codeMac('id', '123456')
  expect(deriveKeys('pepper').codeMac('id', '123456')).toBe(mac)
  expect(deriveKeys('salt').codeMac('id', '123456')).not.toBe(mac)
  expect(codeMac('other', '123456')).not.toBe(mac)
  expect(codeMac('id', '123457')).not.toBe(mac)
})

test('a request names its account, and 128 bits that are its own', () => {
  const account = deriveKeys('pepper').accountOf('ada@people.example')
  const ids = Array.from({ length: 100 }, () => generateRequestId(account))
  expect(ids.every((id) => partsOf(id).account === account)).toBe(true)
  expect(new Set(ids.map((id) => partsOf(id).nonce)).size).toBe(100)
  expect(ids.every((id) => Buffer.from(partsOf(id).nonce, 'base64url').length === 16)).toBe(true)
  expect(guessInput.safeParse({ requestId: ids[0], code: '123456' }).success).toBe(true)
})
