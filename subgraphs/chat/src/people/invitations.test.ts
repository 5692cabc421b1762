import type { Policy } from '@colloquy/schema/people'
import { expect, test } from 'vitest'
import { mayBeInvited } from './invitations.ts'

const policy = (userId: string, change: Partial<Policy> = {}): Policy => ({
  userId,
  presenceVisible: true,
  readReceipts: true,
  whoMayInvite: 'EVERYBODY',
  blockedIds: [],
  ...change,
})
const ada = policy('ada')

test.each([
  ['EVERYBODY', true, true],
  ['PEOPLE_I_KNOW', false, true],
  ['NOBODY', false, false],
] as const)('%s', (whoMayInvite, stranger, known) => {
  const ben = policy('ben', { whoMayInvite })
  expect(mayBeInvited(ben, ada, false)).toBe(stranger)
  expect(mayBeInvited(ben, ada, true)).toBe(known)
})

test('nobody is invited through a block, whoever of the two made it, nor without an account', () => {
  expect(mayBeInvited(policy('ben', { blockedIds: ['ada'] }), ada, true)).toBe(false)
  expect(mayBeInvited(policy('ben'), policy('ada', { blockedIds: ['ben'] }), true)).toBe(false)
  expect(mayBeInvited(policy('ben', { blockedIds: ['cleo'] }), ada, true)).toBe(true)
  expect(mayBeInvited(undefined, ada, true)).toBe(false)
})
