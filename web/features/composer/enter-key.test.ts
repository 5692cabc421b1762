import { expect, test } from 'vitest'
import { isSendingEnter } from './enter-key.ts'

const enter = { key: 'Enter', keyCode: 13, isComposing: false, shiftKey: false }

test('Enter sends, and with Shift makes a new line', () => {
  expect(isSendingEnter(enter)).toBe(true)
  expect(isSendingEnter({ ...enter, shiftKey: true })).toBe(false)
  expect(isSendingEnter({ ...enter, key: 'a', keyCode: 65 })).toBe(false)
})

test('an Enter that confirms an input method does not send, before the composition ends or after', () => {
  expect(isSendingEnter({ ...enter, isComposing: true, keyCode: 229 })).toBe(false)
  expect(isSendingEnter({ ...enter, keyCode: 229 })).toBe(false)
  expect(isSendingEnter({ ...enter, isComposing: true })).toBe(false)
})
