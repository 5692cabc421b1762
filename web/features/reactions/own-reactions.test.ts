import { expect, test } from 'vitest'
import { withOwnChange, withOwnRead } from './own-reactions.ts'

const read = (version: number, ...emoji: string[]) => ({
  id: 'one',
  version,
  reactions: [{ emoji: '🎉', viewerReacted: false }, ...emoji.map((one) => ({ emoji: one, viewerReacted: true }))],
})

test('what was read for the viewer counts until something later is known', () => {
  const own = withOwnRead(new Map(), [read(4, '👍')])
  expect(own.get('one')).toEqual({ upToSeq: 4, emoji: ['👍'] })
  expect(withOwnRead(own, [read(4)])).toBe(own)
  expect(withOwnRead(own, [read(3)])).toBe(own)
  expect(withOwnRead(own, [read(6)]).get('one')).toEqual({ upToSeq: 6, emoji: [] })
})

test('changes are applied in their order, and one that was read already is not applied again', () => {
  const own = withOwnRead(new Map(), [read(4, '👍')])
  expect(withOwnChange(own, 'one', { seq: 4, emoji: '👍', added: false })).toBe(own)
  const added = withOwnChange(own, 'one', { seq: 5, emoji: '😮', added: true })
  expect(added.get('one')).toEqual({ upToSeq: 5, emoji: ['👍', '😮'] })
  const removed = withOwnChange(added, 'one', { seq: 6, emoji: '👍', added: false })
  expect(removed.get('one')).toEqual({ upToSeq: 6, emoji: ['😮'] })
  expect(withOwnChange(new Map(), 'two', { seq: 6, emoji: '👍', added: true }).get('two')?.emoji).toEqual(['👍'])
})
