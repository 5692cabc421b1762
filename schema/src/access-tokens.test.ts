import { expect, test } from 'vitest'
import { generateAccessToken, hashAccessToken, isAccessToken } from './access-tokens.ts'

test('a token is known by its prefix and its checksum', () => {
  const token = generateAccessToken()
  expect(token).toMatch(/^clq_[\w-]{51}$/)
  expect(isAccessToken(token)).toBe(true)
  expect(generateAccessToken()).not.toBe(token)
  expect(hashAccessToken(token)).not.toContain(token.slice(4))
})

test.each([
  ['one letter is another', (token: string) => token.slice(0, 10) + (token[10] === 'a' ? 'b' : 'a') + token.slice(11)],
  ['it is cut', (token: string) => token.slice(0, -1)],
  ['it has another prefix', (token: string) => token.replace('clq_', 'clp_')],
  ['something follows', (token: string) => `${token}0`],
])('it is none when %s', (_, change) => {
  for (let count = 0; count < 20; count++) expect(isAccessToken(change(generateAccessToken()))).toBe(false)
})
