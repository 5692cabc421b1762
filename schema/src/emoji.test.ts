import { expect, test } from 'vitest'
import { emojiOf } from './emoji.ts'

test.for([
  ['👍', '👍'],
  ['👍🏽', '👍🏽'],
  ['\u2764', '\u2764\uFE0F'],
  ['\u2764\uFE0F', '\u2764\uFE0F'],
  ['\u2764\uFE0E', '\u2764\uFE0F'],
  ['\u{1F44D}\uFE0F', '👍'],
  ['☝🏿', '☝🏿'],
  ['☝\uFE0F🏿', '☝🏿'],
  ['1\u20E3', '1\uFE0F\u20E3'],
  ['#\uFE0F\u20E3', '#\uFE0F\u20E3'],
  ['🇨🇭', '🇨🇭'],
  ['🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🏴󠁧󠁢󠁥󠁮󠁧󠁿'],
  ['👨‍👩‍👧‍👦', '👨‍👩‍👧‍👦'],
  ['🏳\u200D🌈', '🏳\uFE0F\u200D🌈'],
  ['🏃🏽\u200D♂', '🏃🏽\u200D♂\uFE0F'],
  ['🕵\u200D♀', '🕵\uFE0F\u200D♀\uFE0F'],
  ['👩🏽\u200D❤\u200D💋\u200D👨🏿', '👩🏽\u200D❤\uFE0F\u200D💋\u200D👨🏿'],
] as const)('%s is %s', ([written, emoji]) => {
  expect(emojiOf(written)).toBe(emoji)
})

test.for(['', 'a', '1', '#', '👍👍', '👍 ', ':+1:', '🇨', '\uFE0F', '\u200D', '🏽x', '<b>', '👍'.repeat(1_000)])(
  '%j is none',
  (written) => {
    expect(emojiOf(written)).toBe(null)
  },
)
