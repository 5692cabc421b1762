import { expect, test } from 'vitest'
import { backoffMs } from './backoff.ts'

test('waits anything up to a bound that doubles, and no longer than 30 seconds', () => {
  expect(backoffMs(0, () => 1)).toBe(500)
  expect(backoffMs(3, () => 1)).toBe(4_000)
  expect(backoffMs(50, () => 1)).toBe(30_000)
  expect(backoffMs(50, () => 0)).toBe(0)
})
