import { expect, test } from 'vitest'
import { bio, fileName, groupTitle, personName, username } from './rules.ts'

const RULES = [personName, groupTitle, fileName]
const problemOf = (rule: (typeof RULES)[number], text: string) => rule.safeParse(text).error?.issues[0]?.message

test.each([
  'Li',
  '李',
  'Zed',
  'O’Brien',
  "O'Brien",
  'Jean-Luc',
  'Ünal Şahin',
  'אבי',
  'محمد',
  '山田 太郎',
  'नमस्ते',
  '👩‍👩‍👧',
  '٣',
])('takes %j everywhere', (text) => {
  for (const rule of RULES) expect(rule.parse(`  ${text} `)).toBe(text)
})

test.each([
  ['nothing', ''],
  ['spaces', ' \u00a0\u2003 '],
  ['zero width spaces', '\u200b\u200b'],
  ['joiners', '\u200d\u200c'],
  ['a soft hyphen', '\u00ad'],
  ['Hangul fillers', '\u3164\uffa0\u115f'],
  ['an empty braille pattern', '\u2800'],
  ['a variation selector', '\ufe0f'],
  ['tags', '\u{e0041}\u{e007f}'],
  ['a mark without a letter', '\u0301'],
  ['a byte order mark', '\ufeff'],
  ['an override', 'evil\u202egnp.exe'],
  ['an embedding', 'a\u202bb'],
  ['an isolate', 'a\u2067b'],
  ['a direction mark', 'a\u200fb'],
  ['an Arabic letter mark', 'a\u061cb'],
  ['NUL', 'a\0b'],
  ['a line break', 'a\nb'],
  ['a line separator', 'a\u2028b'],
])('refuses %s everywhere', (_, text) => {
  for (const rule of RULES) expect(problemOf(rule, text)).toEqual(expect.any(String))
})

test.each([
  ['tag letters', 'x\u{e0061}'],
  ['annotations', '\ufff9x'],
  ['a vowel separator', '\u180ex'],
  ['a word joiner', 'Ad\u2060a'],
  ['70 accents', `a${'\u0301'.repeat(70)}`],
])('refuses %s in names and titles', (_, text) => {
  for (const rule of [personName, groupTitle]) expect(problemOf(rule, text)).toEqual(expect.any(String))
})

test.each(['🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f} Ada', '❤\ufe0f', 'می\u200cخواهم', 'Việt', 'ཧཱུྃ'])(
  'takes %s in names and titles',
  (text) => {
    for (const rule of [personName, groupTitle]) expect(rule.parse(text)).toBe(text)
  },
)

test('lengths are in characters', () => {
  expect(personName.parse('👍'.repeat(80))).toBe('👍'.repeat(80))
  expect(problemOf(personName, '👍'.repeat(81))).toBe('must have at most 80 characters')
  expect(problemOf(groupTitle, 'x'.repeat(101))).toBe('must have at most 100 characters')
  expect(problemOf(fileName, 'x'.repeat(1_000_000))).toBe('must have at most 255 characters')
})

test('a bio has lines, or is null, and follows the same rule otherwise', () => {
  expect(bio.parse(' Counts.\n\tAnd sings. ')).toBe('Counts.\n\tAnd sings.')
  expect(bio.parse(' \n ')).toBeNull()
  for (const text of ['\u200b', 'a\u202eb', 'a\0b', 'x'.repeat(501)]) expect(bio.safeParse(text).success).toBe(false)
})

test.each(['ann', 'a_b.c', 'x'.repeat(30), '007'])('takes %s as a username', (text) => {
  expect(username.safeParse(text).success).toBe(true)
})

test.each(['an', 'x'.repeat(31), 'Ann', 'ann!', 'ä_b', 'an\u200bn'])('refuses %j as a username', (text) => {
  expect(username.safeParse(text).success).toBe(false)
})

test.each(['../../etc/passwd', 'C:\\x', '.', '..'])('refuses %s as the name of a file', (text) => {
  expect(problemOf(fileName, text)).toEqual(expect.any(String))
})
