import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { seal, unseal } from './sealed.ts'

const key = randomBytes(32)

test('opens with its key and context, and hides the text', () => {
  const sealed = seal('123456', key, 'job-1')
  expect(unseal(sealed, key, 'job-1')).toBe('123456')
  expect(Buffer.from(sealed, 'base64').includes('123456')).toBe(false)
  expect(seal('123456', key, 'job-1')).not.toBe(sealed)
})

test.each([
  ['another key', (sealed: string) => unseal(sealed, randomBytes(32), 'job-1')],
  ['another context', (sealed: string) => unseal(sealed, key, 'job-2')],
  ['a shortened text', (sealed: string) => unseal(sealed.slice(0, 20), key, 'job-1')],
])('does not open with %s', (_, open) => {
  expect(() => open(seal('123456', key, 'job-1'))).toThrow(/auth/)
})
