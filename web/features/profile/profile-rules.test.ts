import { expect, test } from 'vitest'
import { profileProblem, suggestUsername } from './profile-rules.ts'

test.each(['ann', 'a_b.c', 'x'.repeat(30), '007'])('takes %s as a username', (username) => {
  expect(profileProblem('username', username)).toBeNull()
})

test.each(['an', 'x'.repeat(31), 'Ann', 'ann!', 'ä_b'])('refuses %s as a username', (username) => {
  expect(profileProblem('username', username)).not.toBeNull()
})

test('wants a name that is more than spaces', () => {
  expect(profileProblem('name', '   ')).not.toBeNull()
  expect(profileProblem('name', 'Ann')).toBeNull()
})

test('suggests a username out of a name', () => {
  expect(suggestUsername('Ann-Sofie  Ödman')).toBe('ann.sofie.odman')
  expect(suggestUsername('李')).toBe('')
})
