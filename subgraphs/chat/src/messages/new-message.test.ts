import { expect, test } from 'vitest'
import type { Message } from './messages.ts'
import { parseNewMessage, quoteOf } from './new-message.ts'

const input = { conversationId: 'room', clientId: '1', text: 'hi' }

test('what is left out, or null, is empty', () => {
  expect(parseNewMessage({ ...input, replyToId: null })).toEqual({ ...input, attachmentIds: [], replyToId: null })
  expect(parseNewMessage({ ...input, text: null, attachmentIds: ['a'] })).toMatchObject({ text: '' })
})

test.each<[string, object]>([
  ['text', { text: '' }],
  ['text', { text: ' \n ' }],
  ['text', { text: '\u200b\u3164\0' }],
  ['text', { text: null }],
  ['text', { text: 'x'.repeat(10_001) }],
  ['clientId', { clientId: '' }],
  ['clientId', { clientId: 'x'.repeat(101) }],
  ['attachmentIds', { attachmentIds: Array.from({ length: 11 }, (_, index) => `${index}`) }],
  ['attachmentIds', { attachmentIds: ['a', 'a'] }],
])('%s is refused', (field, change) => {
  expect(() => parseNewMessage({ ...input, ...change })).toThrow(
    expect.objectContaining({
      extensions: expect.objectContaining({ issues: [expect.objectContaining({ path: ['input', field] })] }),
    }),
  )
})

test('an emoji is one character', () => {
  expect(parseNewMessage({ ...input, text: '😀'.repeat(10_000) }).text).toHaveLength(20_000)
  expect(() => parseNewMessage({ ...input, text: '😀'.repeat(10_001) })).toThrow('At most 10000 characters.')
})

test('a quote is cut at 280 characters, none of them in two', () => {
  const answered: Message = {
    id: 'm1',
    conversationId: 'room',
    seq: 2,
    version: 2,
    contentVersion: 2,
    ordinal: 1,
    senderId: 'ada',
    clientId: '1',
    text: '😀'.repeat(300),
    attachmentIds: [],
    quotedId: null,
    sentAt: new Date(0),
    editedAt: null,
    deletedAt: null,
  }
  expect(quoteOf(answered)).toEqual({
    messageId: 'm1',
    seq: 2,
    senderId: 'ada',
    text: '😀'.repeat(280),
    deletedAt: null,
  })
})
