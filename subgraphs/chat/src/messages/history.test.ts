import { expect, test } from 'vitest'
import { messageCursor, parseHistory, toPage } from './history.ts'
import type { HistoryArguments } from './history.ts'
import type { Message } from './messages.ts'

const at = messageCursor({ conversationId: 'room', seq: 7 })

test('a page is the newest one, one before a message, or one after it', () => {
  expect(parseHistory('room', {})).toEqual({ direction: 'backward', size: 30, seq: null })
  expect(parseHistory('room', { last: 100 })).toEqual({ direction: 'backward', size: 100, seq: null })
  expect(parseHistory('room', { last: 5, before: at })).toEqual({ direction: 'backward', size: 5, seq: 7 })
  expect(parseHistory('room', { before: at })).toEqual({ direction: 'backward', size: 30, seq: 7 })
  expect(parseHistory('room', { first: 5 })).toEqual({ direction: 'forward', size: 5, seq: 0 })
  expect(parseHistory('room', { first: 5, after: at, last: null })).toEqual({ direction: 'forward', size: 5, seq: 7 })
})

test.each<[string, HistoryArguments]>([
  ['last', { first: 1, last: 1 }],
  ['before', { after: at, before: at }],
  ['before', { first: 1, before: at }],
  ['last', { last: 1, after: at }],
  ['first', { first: 0 }],
  ['first', { first: 101 }],
  ['last', { last: -1 }],
  ['after', { after: 'nonsense' }],
  ['before', { before: messageCursor({ conversationId: 'hall', seq: 7 }) }],
])('%s is refused in %o', (argument, args) => {
  expect(() => parseHistory('room', args)).toThrow(
    expect.objectContaining({
      extensions: expect.objectContaining({ issues: [expect.objectContaining({ path: [argument] })] }),
    }),
  )
})

test('ordinals tell whether there is more on either side', () => {
  const message = (ordinal: number): Message => ({
    id: `m${ordinal}`,
    conversationId: 'room',
    seq: ordinal + 1,
    version: ordinal + 1,
    contentVersion: ordinal + 1,
    ordinal,
    senderId: 'ada',
    clientId: `${ordinal}`,
    text: '',
    attachmentIds: [],
    quotedId: null,
    sentAt: new Date(0),
    editedAt: null,
    deletedAt: null,
  })
  const backward = { direction: 'backward', size: 2, seq: null } as const
  const forward = { direction: 'forward', size: 2, seq: 9 } as const
  const sides = (ordinals: number[], request: typeof backward | typeof forward, lastOrdinal: number) => {
    const { hasPreviousPage, hasNextPage } = toPage(ordinals.map(message), request, lastOrdinal)
    return [hasPreviousPage, hasNextPage]
  }
  expect(sides([1, 2], backward, 2)).toEqual([false, false])
  expect(sides([2, 3], backward, 4)).toEqual([true, true])
  expect(sides([], backward, 0)).toEqual([false, false])
  expect(sides([], forward, 4)).toEqual([true, false])
})
