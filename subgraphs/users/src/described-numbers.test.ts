import { describedNumbers } from '@colloquy/platform/testing/described-numbers'
import { MAX_EMAIL_ADDRESS_LENGTH } from '@colloquy/schema/email-address'
import {
  DEVICE_TOKEN_TTL_MS,
  MAX_ACCESS_TOKENS,
  MAX_BIO_LENGTH,
  MAX_BLOCKED_USERS,
  MAX_NAME_LENGTH,
  MAX_PEOPLE_QUERY_LENGTH,
  SIGN_IN_CODE_LENGTH,
} from '@colloquy/schema/rules'
import { expect, test } from 'vitest'
import { DEFAULT_ADDRESS_SEARCHES_PER_DAY } from './config.ts'
import { MAX_RESULTS } from './profiles/people-search.ts'
import { MAX_LISTED, MAX_USER_AGENT_LENGTH, REPEAT_MS } from './sessions/sessions.ts'
import { MAX_GUESSES } from './sign-in/code.ts'

const DAY_MS = 24 * 3_600_000

test('every number in a description is the one that holds', () => {
  expect(describedNumbers(import.meta.dirname)).toEqual({
    EmailAddress: [MAX_EMAIL_ADDRESS_LENGTH],
    'Mutation.createAccessToken': [MAX_ACCESS_TOKENS],
    'Mutation.blockUser': [MAX_BLOCKED_USERS],
    'Query.searchUsers': [DEFAULT_ADDRESS_SEARCHES_PER_DAY, MAX_PEOPLE_QUERY_LENGTH, MAX_RESULTS],
    // Those of the pattern, which schema/src/rules.test.ts holds.
    'User.username': [3, 30, 0, 9],
    'User.name': [1, MAX_NAME_LENGTH],
    'User.bio': [MAX_BIO_LENGTH],
    'Mutation.refreshSession': [REPEAT_MS / 1_000],
    'Session.deviceToken': [DEVICE_TOKEN_TTL_MS / DAY_MS],
    'User.sessions': [MAX_LISTED],
    'DeviceSession.userAgent': [MAX_USER_AGENT_LENGTH],
    'Mutation.requestSignInCode': [SIGN_IN_CODE_LENGTH],
    'Mutation.verifySignInCode': [MAX_GUESSES],
  })
})
