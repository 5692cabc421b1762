import { MAX_TEXT_LENGTH } from '@colloquy/schema/rules'
import { expect, test } from 'vitest'
import { charactersLeft, isTooLong, outgoingText } from './draft-text.ts'

test('sends what was typed, without what is empty around it', () => {
  expect(outgoingText('\n  \n    indented\n\nmore \n')).toBe('    indented\n\nmore')
  expect(outgoingText(' \n ')).toBe('')
})

test('counts characters as the API does', () => {
  const emoji = '😀'.repeat(MAX_TEXT_LENGTH)
  expect(isTooLong(emoji)).toBe(false)
  expect(charactersLeft(emoji)).toBe(0)
  expect(isTooLong(`${emoji}!`)).toBe(true)
  expect(charactersLeft(`${emoji}!`)).toBe(-1)
  expect(isTooLong(`${emoji} \n`)).toBe(false)
})

test('tells what is left near the end only', () => {
  expect(charactersLeft('x')).toBeNull()
  expect(charactersLeft('x'.repeat(MAX_TEXT_LENGTH - 200))).toBeNull()
  expect(charactersLeft('x'.repeat(MAX_TEXT_LENGTH - 199))).toBe(199)
  expect(charactersLeft('x'.repeat(300_000))).toBe(MAX_TEXT_LENGTH - 300_000)
})
