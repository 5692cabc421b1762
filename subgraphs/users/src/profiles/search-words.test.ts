import { expect, test } from 'vitest'
import { searchWords } from './search-words.ts'

test.each([
  [
    ['Ada Lovelace', 'ada.l_1815'],
    ['ada', 'lovelace', 'ada.l_1815'],
  ],
  [['  Ada   ADA '], ['ada']],
  [['@ada (Countess)'], ['ada', 'countess)']],
  [['Ünal Şahin'], ['ünal', 'şahin']],
  [['. _ !'], ['.', '_']],
  [[''], []],
])('%j is found by %j', (texts, words) => {
  expect(searchWords(...texts)).toEqual(words)
})

test('a very long text is cut', () => {
  expect(searchWords(Array.from({ length: 100 }, (_, index) => `w${index}`).join(' '))).toHaveLength(16)
})
