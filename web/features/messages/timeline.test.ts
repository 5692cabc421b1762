import { expect, test } from 'vitest'
import { ann, bob, message } from '../chat/chat-fixtures.ts'
import type { ChatMessage } from '../chat/message-log.ts'
import type { OutgoingMessage, TimelineRow } from './timeline.ts'
import { timelineRows } from './timeline.ts'

const at = (seq: number, time: string, part: Partial<ChatMessage> = {}) =>
  message(seq, { sentAt: new Date(`2026-11-${time}`).toISOString(), ...part })
const waiting = (sent: ChatMessage): OutgoingMessage => ({
  message: sent,
  state: 'waiting',
  problem: null,
  faultyFiles: [],
  isPassed: false,
})
const rowsOf = (messages: ChatMessage[], part: Partial<Parameters<typeof timelineRows>[0]> = {}) =>
  timelineRows({ messages, hasOlder: false, outgoing: [], newAfterSeq: null, viewerId: ann.id, ...part })
const shape = (row: TimelineRow) =>
  row.kind === 'message'
    ? `${row.startsGroup ? '┌' : '│'}${row.message.seq}${row.endsGroup ? '┘' : '│'}`
    : row.kind === 'day'
      ? row.key
      : 'new'

test('separates days', () => {
  const rows = rowsOf([at(1, '20T23:59:00'), at(2, '21T00:01:00'), at(3, '21T00:02:00')])
  expect(rows.map(shape)).toEqual(['2026-11-20', '┌1┘', '2026-11-21', '┌2│', '│3┘'])
})

test('groups what one person says within five minutes', () => {
  const rows = rowsOf([
    at(1, '21T09:00:00'),
    at(2, '21T09:04:59'),
    at(3, '21T09:09:59'),
    at(4, '21T09:10:00', { sender: ann }),
    at(5, '21T09:10:01', { sender: bob }),
  ])
  expect(rows.map(shape)).toEqual(['2026-11-21', '┌1│', '│2┘', '┌3┘', '┌4┘', '┌5┘'])
})

test('puts the line before the first new message of somebody else, and a group ends there', () => {
  const messages = [
    at(1, '21T09:00:00'),
    at(2, '21T09:00:01', { sender: ann }),
    at(3, '21T09:00:02'),
    at(4, '21T09:00:03'),
  ]
  expect(rowsOf(messages, { newAfterSeq: 1 }).map(shape)).toEqual(['2026-11-21', '┌1┘', '┌2┘', 'new', '┌3│', '│4┘'])
  expect(rowsOf(messages, { newAfterSeq: 3 }).map(shape)).toContain('new')
  expect(rowsOf(messages, { newAfterSeq: 4 }).map(shape)).not.toContain('new')
})

test('waits with the line until what is before it is loaded', () => {
  const messages = [at(3, '21T09:00:00'), at(4, '21T09:00:01')]
  expect(rowsOf(messages, { newAfterSeq: 1, hasOlder: true }).map(shape)).not.toContain('new')
  expect(rowsOf(messages, { newAfterSeq: 1, hasOlder: false }).map(shape)).toContain('new')
  expect(rowsOf(messages, { newAfterSeq: 3, hasOlder: true }).map(shape)).toContain('new')
})

test('shows what is on its way at the end, under the key that it keeps when it has arrived', () => {
  const own = at(3, '21T09:01:00', { sender: ann, clientId: 'mine' })
  const before = rowsOf([at(1, '21T09:00:00')], { outgoing: [waiting(own)] })
  const arrived = rowsOf([at(1, '21T09:00:00'), own], { outgoing: [waiting(own)] })
  expect(before.at(-1)).toMatchObject({ key: 'ann/mine', delivery: 'waiting' })
  expect(arrived.at(-1)).toMatchObject({ key: 'ann/mine', delivery: 'sent' })
  expect(arrived).toHaveLength(before.length)
})

test('keeps the keys of all rows when older messages come before them', () => {
  const newer = [at(5, '21T09:00:00'), at(6, '21T09:30:00')]
  const keys = rowsOf(newer).map(({ key }) => key)
  const withOlder = rowsOf([at(4, '21T08:00:00'), ...newer]).map(({ key }) => key)
  expect(withOlder).toEqual(expect.arrayContaining(keys))
})

test('says which messages wait for one that failed, until they are let pass', () => {
  const next = waiting(at(2, '21T09:01:00', { sender: ann }))
  const sent = at(1, '21T09:00:00', { sender: ann })
  const failed: OutgoingMessage = { ...waiting(sent), state: 'failed', faultyFiles: ['a'] }
  const delivered = (outgoing: OutgoingMessage[]) =>
    rowsOf([], { outgoing }).flatMap((row) =>
      row.kind === 'message' ? `${row.delivery}${row.holdsUp ? ' and holds up' : ''}` : [],
    )
  expect(delivered([failed, next])).toEqual(['failed and holds up', 'held'])
  expect(delivered([{ ...failed, isPassed: true }, next])).toEqual(['failed', 'waiting'])
  expect(delivered([failed])).toEqual(['failed'])
})

test('draws the messages that are there the same when older ones come before them', () => {
  const all = ['20T23:58:00', '20T23:59:00', '21T00:01:00', '21T00:02:00', '21T00:03:00', '21T09:00:00'].map(
    (time, index) => at(index + 1, time, { sender: index === 3 ? ann : bob }),
  )
  for (let oldest = 0; oldest < all.length - 1; oldest += 1) {
    const before = rowsOf(all.slice(oldest), { hasOlder: oldest > 0 })
    const after = rowsOf(all)
    expect(after.slice(-before.length)).toEqual(before)
  }
})
