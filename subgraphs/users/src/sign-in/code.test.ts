import { expect, test } from 'vitest'
import { codeMac, generateCode } from './code.ts'

test('a code is six digits, the first of which may be 0', () => {
  const codes = Array.from({ length: 1_000 }, generateCode)
  expect(codes.every((code) => /^\d{6}$/.test(code))).toBe(true)
  expect(new Set(codes.map((code) => code[0])).size).toBe(10)
})

test('what is stored is of one pepper, address, request and code', () => {
  const mac = codeMac('pepper', 'ada@people.example', 'id', '123456')
  expect(codeMac('pepper', 'ada@people.example', 'id', '123456')).toBe(mac)
  expect(codeMac('salt', 'ada@people.example', 'id', '123456')).not.toBe(mac)
  expect(codeMac('pepper', 'bob@people.example', 'id', '123456')).not.toBe(mac)
  expect(codeMac('pepper', 'ada@people.example', 'other', '123456')).not.toBe(mac)
  expect(codeMac('pepper', 'ada@people.example', 'id', '123457')).not.toBe(mac)
})
