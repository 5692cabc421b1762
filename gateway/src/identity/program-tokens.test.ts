import { generateAccessToken, hashAccessToken } from '@colloquy/schema/access-tokens'
import { expect, test } from 'vitest'
import { createProgramTokens, eitherTokens } from './program-tokens.ts'

const token = generateAccessToken()
const answer = { id: 't1', userId: 'ada', scopes: ['chats:read'], expiresAtMs: null }

/** Tokens by a users subgraph that knows one; what it was asked for; and a clock. */
function startTokens(expiresAtMs: number | null = null) {
  const asked: string[] = []
  let nowMs = 1_000
  const tokens = createProgramTokens(
    async (hash) => {
      asked.push(hash)
      return hash === hashAccessToken(token) ? { ...answer, expiresAtMs } : null
    },
    () => nowMs,
  )
  return { tokens, asked, wait: (ms: number) => void (nowMs += ms) }
}

test('a token is looked up by its hash, and again after a minute', async () => {
  const { tokens, asked, wait } = startTokens()
  expect(tokens.isKnown(token)).toBe(false)
  const expected = { userId: 'ada', sessionId: 't1', scopes: ['chats:read'] }
  expect(await tokens.verify(token)).toEqual(expected)
  wait(59_000)
  expect(await tokens.verify(token)).toEqual(expected)
  expect(tokens.isKnown(token)).toBe(true)
  expect(asked).toEqual([hashAccessToken(token)])
  wait(2_000)
  await tokens.verify(token)
  expect(asked).toHaveLength(2)
})

test('a token is remembered no longer than it works', async () => {
  const { tokens, asked, wait } = startTokens(11_000)
  expect(await tokens.verify(token)).toMatchObject({ sessionExpiresAtMs: 11_000 })
  wait(10_001)
  await tokens.verify(token)
  expect(asked).toHaveLength(2)
})

test('what is no token is refused without asking, and what nobody knows is refused each time', async () => {
  const { tokens, asked } = startTokens()
  await expect(tokens.verify(token.slice(0, -1))).rejects.toThrow('not valid')
  expect(asked).toEqual([])
  const other = generateAccessToken()
  for (const _ of [1, 2]) await expect(tokens.verify(other)).rejects.toThrow('not valid')
  expect(asked).toHaveLength(2)
})

test('all that does not begin like a token of a program is one of a session', async () => {
  const { tokens } = startTokens()
  const session = { userId: 'ada', sessionId: 's1', scopes: ['session'] }
  const either = eitherTokens({ verify: async () => session, isKnown: () => true }, tokens)
  expect(await either.verify('eyJ')).toBe(session)
  expect(either.isKnown('eyJ')).toBe(true)
  expect(await either.verify(token)).toMatchObject({ sessionId: 't1' })
})
