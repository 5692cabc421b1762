import { CURSOR_SLACK_MS, MAX_CURSOR_AGE_MS } from '@colloquy/schema/event-log'
import { describe, expect, test } from 'vitest'
import { cursorAt, readCursor } from './cursor.ts'

const nowMs = 1_800_000_000_000
const read = (cursor: string) => readCursor(cursor, 'after', nowMs)

test('a cursor is the instant it was made of', () => {
  expect(read(cursorAt(nowMs - 1_234))).toBe(nowMs - 1_234)
  expect(cursorAt(nowMs)).toMatch(/^[\w-]+$/)
})

describe('at its bounds', () => {
  test('a little ahead of this clock is another clock', () => {
    expect(read(cursorAt(nowMs + CURSOR_SLACK_MS))).toBe(nowMs + CURSOR_SLACK_MS)
    expect(() => read(cursorAt(nowMs + CURSOR_SLACK_MS + 1))).toThrow('is not a cursor')
  })

  test('too old is expired', () => {
    expect(read(cursorAt(nowMs - MAX_CURSOR_AGE_MS))).toBe(nowMs - MAX_CURSOR_AGE_MS)
    expect(() => read(cursorAt(nowMs - MAX_CURSOR_AGE_MS - 1))).toThrow(
      expect.objectContaining({ code: 'CURSOR_EXPIRED' }),
    )
  })
})

test.for(['', 'x', '1:5', cursorAt(0), cursorAt(-5), cursorAt(1.5), `${cursorAt(nowMs)}=`, ` ${cursorAt(nowMs)}`])(
  '%j is none',
  (cursor) => {
    expect(() => read(cursor)).toThrow(
      expect.objectContaining({
        code: 'BAD_USER_INPUT',
        extensions: expect.objectContaining({ issues: [expect.objectContaining({ path: ['after'] })] }),
      }),
    )
  },
)
