import { expect, test } from 'vitest'
import { createSentCode } from './sent-code.ts'

function tab() {
  const kept = new Map<string, string>()
  return () => ({
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  })
}

const sent = (expiresAtMs: number) => ({ email: 'ada@people.example', requestId: 'r', expiresAtMs, resendAtMs: 0 })

test('a code that was sent outlives a reload, while it works', () => {
  const storage = tab()
  const code = sent(Date.now() + 60_000)
  expect(createSentCode(storage).get()).toBeNull()
  const before = createSentCode(storage)
  before.set(code)
  expect(before.get()).toBe(code)
  expect(createSentCode(storage).get()).toEqual(code)
  before.set(sent(Date.now() - 1))
  expect(createSentCode(storage).get()).toBeNull()
})

test('a code that was used is forgotten', () => {
  const storage = tab()
  const code = createSentCode(storage)
  code.set(sent(Date.now() + 60_000))
  code.forget()
  expect(createSentCode(storage).get()).toBeNull()
})
