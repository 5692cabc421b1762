import { describedNumbers } from '@colloquy/platform/testing/described-numbers'
import { MAX_CURSOR_AGE_MS, MAX_MISSED_BYTES, MAX_MISSED_EVENTS } from '@colloquy/schema/event-log'
import { MAX_PRESENCE_USERS, MAX_PROFILE_USERS, QUOTE_LENGTH, TYPING_SHOWN_MS } from '@colloquy/schema/rules'
import { expect, test } from 'vitest'

const DAY_MS = 24 * 3_600_000

test('every number in a description is the one that holds', () => {
  expect(describedNumbers(import.meta.dirname)).toEqual({
    'Subscription.presence': [MAX_PRESENCE_USERS, MAX_PRESENCE_USERS],
    'Subscription.profiles': [MAX_PROFILE_USERS, MAX_PROFILE_USERS],
    'Subscription.inbox': [MAX_CURSOR_AGE_MS / DAY_MS, MAX_MISSED_EVENTS, MAX_MISSED_BYTES / 2 ** 20],
    MessageEdited: [QUOTE_LENGTH],
    TypingChanged: [TYPING_SHOWN_MS / 1_000],
  })
})
