import { expect, test } from 'vitest'
import { searchTokens, searchedTokens } from './search-tokens.ts'

const finds = (query: string, ...texts: string[]): boolean => {
  const tokens = searchTokens(...texts)
  const searched = searchedTokens(query)
  return searched.length > 0 && searched.every((start) => tokens.some((token) => token.startsWith(start)))
}

test.each([
  ['zoe', 'Zoë'],
  ['ZOË', 'zoe'],
  ['lukasz', 'Łukasz'],
  ["o'brien", 'O’Brien'],
  ['o’brien', "O'Brien"],
  ['obrien', 'O’Brien'],
  ['brien', 'O’Brien'],
  ['太郎', '山田太郎'],
  ['山田', '山田太郎'],
  ['田太', '山田太郎'],
  ['李', '李'],
  ['민수', '김민수'],
  ['luc', 'Jean-Luc'],
  ['jean-luc', 'Jean-Luc Picard'],
  ['jeanluc', 'Jean-Luc'],
  ['full', 'ＦＵＬＬ width'],
  ['ｆｕｌｌ', 'Full'],
  ['strasse', 'Straße'],
  ['soren', 'Søren'],
  ['aerø', 'Ærø'],
  ['istanbul', 'İstanbul'],
  ['ёлка', 'Елка'],
  ['नमस्ते', 'नमस्ते'],
  ['lovelace ada', 'Ada Lovelace'],
  ['@ada.l_18', 'ada.l_1815'],
  ['l 1815', 'ada.l_1815'],
  ['li', 'Li李'],
])('%j finds %j', (query, name) => {
  expect(finds(query, name)).toBe(true)
})

test.each([
  ['oe', 'Zoë'],
  ['ada byron', 'Ada Lovelace'],
  ['が', 'か'],
  ['नमस', 'नमक'],
  ['.*', 'anybody'],
  ['', 'anybody'],
  ['\0', 'anybody'],
])('%j does not find %j', (query, name) => {
  expect(finds(query, name)).toBe(false)
})

test('however long a text is, its tokens are few and short', () => {
  const long = Array.from({ length: 1_000 }, (_, index) => `w${index}`).join(' ')
  expect(searchTokens(long)).toHaveLength(128)
  expect(searchedTokens(long)).toHaveLength(8)
  expect(finds('x'.repeat(254), 'x'.repeat(80))).toBe(true)
  expect(finds('山'.repeat(200), '山'.repeat(80))).toBe(true)
})
