import { expect, test } from 'vitest'
import { sessionExpiry } from './sessions.ts'

const day = (number: number) => new Date(Date.UTC(2026, 0, number))

test('a session ends two weeks after its last use, and a month after its start', () => {
  expect(sessionExpiry(day(1), day(1))).toEqual(day(15))
  expect(sessionExpiry(day(1), day(10))).toEqual(day(24))
  expect(sessionExpiry(day(1), day(20))).toEqual(day(31))
})
