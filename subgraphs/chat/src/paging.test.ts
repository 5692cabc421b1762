import { expect, test } from 'vitest'
import { z } from 'zod'
import { decodeCursor, encodeCursor, toConnection } from './paging.ts'

const list = { name: 'first', position: z.tuple([z.int(), z.string()]) }
const other = { ...list, name: 'second' }
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

test('a cursor comes back as what it was made of', () => {
  expect(decodeCursor(list, encodeCursor(list, [7, 'x']), 'after')).toEqual([7, 'x'])
})

test.each([
  '',
  'x',
  encoded([7, 'x']),
  encoded(['first', 'x']),
  encoded(['first', 7, 'x', 'y']),
  encoded({ $gt: 1 }),
  encodeCursor(other, [7, 'x']),
])('%j is no cursor of the list', (cursor) => {
  expect(() => decodeCursor(list, cursor, 'after')).toThrow(
    expect.objectContaining({ code: 'BAD_USER_INPUT', message: expect.stringContaining('after') }),
  )
})

test('where no cursor is given there is no position', () => {
  expect([null, undefined].map((cursor) => decodeCursor(list, cursor, 'after'))).toEqual([null, null])
})

test('a page knows its first and its last cursor', () => {
  const page = { nodes: [1, 2, 3], hasNextPage: true, hasPreviousPage: false }
  expect(toConnection(page, String)).toEqual({
    edges: [
      { node: 1, cursor: '1' },
      { node: 2, cursor: '2' },
      { node: 3, cursor: '3' },
    ],
    pageInfo: { hasNextPage: true, hasPreviousPage: false, startCursor: '1', endCursor: '3' },
  })
  expect(toConnection({ ...page, nodes: [] }, String).pageInfo).toMatchObject({ startCursor: null, endCursor: null })
})
