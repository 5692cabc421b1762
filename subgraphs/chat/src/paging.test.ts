import { expect, test } from 'vitest'
import { z } from 'zod'
import { decodeCursor, encodeCursor, toConnection } from './paging.ts'

const position = z.tuple([z.int(), z.string()])

test('a cursor comes back as what it was made of', () => {
  expect(decodeCursor(position, encodeCursor([7, 'x']), 'after')).toEqual([7, 'x'])
})

test.each(['', 'x', encodeCursor(['x']), Buffer.from('{"$gt":1}').toString('base64url')])(
  '%j is no cursor',
  (cursor) => {
    expect(() => decodeCursor(position, cursor, 'after')).toThrow(
      expect.objectContaining({ code: 'BAD_USER_INPUT', message: expect.stringContaining('after') }),
    )
  },
)

test('where no cursor is given there is no position', () => {
  expect([null, undefined].map((cursor) => decodeCursor(position, cursor, 'after'))).toEqual([null, null])
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
