import { emojiOf } from '@colloquy/schema/emoji'
import { expect, test } from 'vitest'
import { FIRST_REACTIONS, parseQuickReactions, withUsed } from './quick-reactions.ts'

test('the first ones are written as the server writes them', () => {
  expect(FIRST_REACTIONS.map(emojiOf)).toEqual(FIRST_REACTIONS)
})

test('the six last used are kept, the latest first', () => {
  expect(parseQuickReactions(null)).toEqual(FIRST_REACTIONS)
  const used = withUsed(FIRST_REACTIONS, '🎉')
  expect(used).toEqual(['🎉', '👍', '❤️', '😂', '😮', '😢'])
  expect(withUsed(used, '😮')).toEqual(['😮', '🎉', '👍', '❤️', '😂', '😢'])
  expect(parseQuickReactions(JSON.stringify(used))).toEqual(used)
})

test('what was kept in part is filled up, and in another form refused', () => {
  expect(parseQuickReactions('["🎉"]')).toEqual(['🎉', '👍', '❤️', '😂', '😮', '😢'])
  expect(() => parseQuickReactions('{}')).toThrow('invalid_type')
})
