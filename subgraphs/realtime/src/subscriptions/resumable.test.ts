import { expect, test } from 'vitest'
import { cursorAt } from './cursor.ts'
import { RESUMABLE } from './resumable.ts'

const { inbox, conversation } = RESUMABLE
const durable = { type: 'UnknownEvent', conversationId: 'room', seq: 7, atMs: 5_000 }
const transient = { type: 'TypingChanged', conversationId: 'room', userId: 'ada', typing: true }

test('the ids of durable events are what the events themselves say; others have none', () => {
  expect([inbox.idOf(durable), inbox.idOf(transient)]).toEqual([cursorAt(5_000), null])
  expect([conversation.idOf(durable), conversation.idOf(transient)]).toEqual(['7', null])
})

test('an inbox goes on after an event, without what had been seen before', () => {
  const id = cursorAt(5_000)
  expect(inbox.argumentsAfter(id, {})).toEqual({ after: id, seen: null })
  expect(inbox.argumentsAfter(id, { after: cursorAt(5_000) })).toEqual({ after: id, seen: null })
  expect(inbox.argumentsAfter('nonsense', { after: id })).toEqual({ after: 'nonsense', seen: null })
})

test('an inbox that was still at what came from before its cursor begins again', () => {
  expect(inbox.argumentsAfter(cursorAt(4_000), { after: cursorAt(5_000), seen: [] })).toEqual({})
})

test.each(['', 'x', '-1', '1.5', '01', '9999999999'])('%j is no seq', (id) => {
  expect(() => conversation.argumentsAfter(id)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }))
})

test('a conversation goes on after a seq', () => {
  expect(conversation.argumentsAfter('7')).toEqual({ afterSeq: 7 })
})
