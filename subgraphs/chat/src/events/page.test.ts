import { MAX_PAGE_BYTES } from '@colloquy/schema/event-log'
import { expect, test } from 'vitest'
import { countInPage } from './page.ts'

test('a page takes what fits, and the first in any case', () => {
  expect(countInPage([])).toBe(0)
  expect(countInPage([1, 2, 3])).toBe(3)
  expect(countInPage([MAX_PAGE_BYTES - 1, 1, 1])).toBe(2)
  expect(countInPage([MAX_PAGE_BYTES + 1, 1])).toBe(1)
})
