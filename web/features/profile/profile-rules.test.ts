import { expect, test } from 'vitest'
import { profileProblem, suggestUsername } from './profile-rules.ts'

const GIVEN = 'user_k7mnpq2345'

test('tells what the API would refuse, as a sentence', () => {
  expect(profileProblem('name', '   ')).toBe('Must not be empty')
  expect(profileProblem('name', '\u200b')).toBe('Must have a character that can be seen')
  expect(profileProblem('bio', '')).toBeNull()
})

test.each([
  ['Ann-Sofie  Ödman', 'ann.sofie.odman'],
  ['Li', 'li_q2345'],
  ['李', GIVEN],
  ['Zed', 'zed'],
  ['O’Brien', 'o.brien'],
  ['x'.repeat(80), 'x'.repeat(20)],
])('somebody called %s is offered a username that the API takes', (name, suggested) => {
  expect(suggestUsername(name, GIVEN)).toBe(suggested)
  expect(profileProblem('name', name)).toBeNull()
  expect(profileProblem('username', suggested)).toBeNull()
})

test('where a suggestion is taken, the next is nobody else’s', () => {
  expect(suggestUsername('Zed', GIVEN, { isTaken: true })).toBe('zed_q2345')
  expect(suggestUsername('李', GIVEN, { isTaken: true })).toBe(GIVEN)
})
