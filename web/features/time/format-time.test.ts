import { expect, test } from 'vitest'
import { formatAgo, formatDay, formatListTime, isSameDay } from './format-time.ts'

const at = (text: string) => new Date(text).getTime()
const now = at('2026-11-21T14:30:00')

test('knows days by the calendar, not by 24 hours', () => {
  expect(isSameDay(at('2026-11-21T00:00:00'), at('2026-11-21T23:59:59'))).toBe(true)
  expect(isSameDay(at('2026-11-20T23:59:59'), at('2026-11-21T00:00:00'))).toBe(false)
})

test('names the day of messages', () => {
  expect(formatDay(at('2026-11-21T00:01:00'), now)).toBe('Today')
  expect(formatDay(at('2026-11-20T23:59:00'), now)).toBe('Yesterday')
  expect(formatDay(at('2026-11-09T12:00:00'), now)).toContain('November')
  expect(formatDay(at('2024-11-09T12:00:00'), now)).toContain('2024')
})

test('is short in the list, the nearer the shorter', () => {
  expect(formatListTime(now - 20_000, now)).toBe('now')
  expect(formatListTime(now - 5 * 60_000, now)).toBe('5 min')
  expect(formatListTime(at('2026-11-18T12:00:00'), now)).toBe('Wed')
})

test('says how long ago', () => {
  expect(formatAgo(now - 5 * 60_000, now)).toBe('5 minutes ago')
  expect(formatAgo(now - 2 * 3_600_000, now)).toBe('2 hours ago')
  expect(formatAgo(at('2026-11-20T10:00:00'), now)).toBe('yesterday')
})
