import { ACCESS_TOKEN_SCOPES } from '@colloquy/schema/rules'
import { expect, test } from 'vitest'
import { endOf, scopeLabel, SCOPE_LABELS, SCOPES_IN_ORDER } from './token-scopes.ts'

test('every scope has words of its own, and an unknown one is shown as it is', () => {
  expect(SCOPES_IN_ORDER.toSorted()).toEqual(ACCESS_TOKEN_SCOPES.toSorted())
  expect(Object.keys(SCOPE_LABELS).toSorted()).toEqual(ACCESS_TOKEN_SCOPES.toSorted())
  expect(scopeLabel('chats:read')).toBe('Read messages')
  expect(scopeLabel('files:read')).toBe('files:read')
})

test('a token ends after its days, or never', () => {
  expect(endOf('30', Date.parse('2026-11-01T10:00:00Z'))).toBe('2026-12-01T10:00:00.000Z')
  expect(endOf('none', 0)).toBeNull()
})
