import { expect, test } from 'vitest'
import { afterSignIn, signInPath } from './after-sign-in.ts'

test('leads on to an address of this site', () => {
  expect(afterSignIn('/c/42?x=1')).toBe('/c/42?x=1')
  expect(signInPath('/c/42')).toBe('/sign-in?to=%2Fc%2F42')
  expect(signInPath('/')).toBe('/sign-in')
})

test.each([undefined, '', 'https://evil.example', '//evil.example/x', '/\\evil.example', 'javascript:alert(1)'])(
  'does not lead to %s',
  (wanted) => {
    expect(afterSignIn(wanted)).toBe('/')
  },
)
