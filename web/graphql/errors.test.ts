import { CombinedGraphQLErrors } from '@apollo/client/errors'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { SessionRefused } from '../features/session/session.ts'
import { errorText, issueOf, refusedPlaces } from './errors.ts'

const CODES = (
  'UNAUTHENTICATED FORBIDDEN NOT_FOUND BAD_USER_INPUT CONFLICT RATE_LIMITED SERVICE_UNAVAILABLE ' +
  'CURSOR_EXPIRED INTERNAL_SERVER_ERROR GRAPHQL_VALIDATION_FAILED BAD_REQUEST A_NEW_ONE'
).split(' ')
/** Nobody's words have these. */
const SECRET = '«secret»'

const refusal = (code: string, issues: { path: (string | number)[]; message: string }[] = [], retryAfter?: number) => {
  const message = issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ') || SECRET
  return new CombinedGraphQLErrors({ errors: [{ message, extensions: { code, issues, retryAfter } }] })
}

test('no word of the API reaches a person, whatever it refuses', () => {
  const key = fc.oneof(
    fc.constantFrom('input', 'text', 'attachmentIds', 'username', 'title', `${SECRET}.field`),
    fc.nat(9),
  )
  const issue = fc.record({ path: fc.array(key), message: fc.constant(SECRET) })
  fc.assert(
    fc.property(
      fc.constantFrom(...CODES),
      fc.array(issue, { maxLength: 3 }),
      fc.option(fc.nat(9_999)),
      (code, issues, seconds) => {
        const error = refusal(code, issues, seconds ?? undefined)
        const words = errorText(error)
        expect(words).toMatch(/^[A-Z].*\.$/)
        expect(words).not.toMatch(/«|input|attachmentIds|_|\d\./)
        for (const field of ['text', 'username', 'name']) expect(issueOf(error, field) ?? '').not.toContain('«')
      },
    ),
  )
  expect(errorText(new SessionRefused([{ message: SECRET, extensions: { code: 'CONFLICT' } }]))).not.toContain(SECRET)
  expect(errorText(new TypeError(SECRET))).not.toContain(SECRET)
})

test('each of the closed list of codes has words of its own', () => {
  const told = CODES.slice(0, 8).map((code) => errorText(refusal(code)))
  expect(new Set(told).size).toBe(told.length)
})

test('says what is wrong with which value', () => {
  const refused = refusal('BAD_USER_INPUT', [{ path: ['input', 'name'], message: 'must not be empty' }])
  expect(issueOf(refused, 'name')).toBe('This name cannot be used. Choose another.')
  expect(issueOf(refused, 'username')).toBeNull()
  const taken = refusal('CONFLICT', [{ path: ['input', 'username'], message: 'is taken' }])
  expect(issueOf(taken, 'username')).toBe('This username is taken. Choose another.')
  expect(errorText(taken)).toBe('This username is taken. Choose another.')
})

test('tells which files of a message are refused', () => {
  const issues = [
    { path: ['input', 'attachmentIds', 2], message: 'Its bytes are not image/png.' },
    { path: ['input', 'attachmentIds', 0], message: 'There is no such upload.' },
    { path: ['input', 'text'], message: 'At most 10000 characters.' },
  ]
  expect(refusedPlaces(refusal('BAD_USER_INPUT', issues), 'attachmentIds')).toEqual([2, 0])
  expect(errorText(refusal('BAD_USER_INPUT', issues))).toMatch(/^A file of this message/)
})
