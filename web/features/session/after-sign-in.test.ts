import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { afterSignIn, signInPath } from './after-sign-in.ts'

test('leads on to an address of this site', () => {
  expect(afterSignIn('/c/42?x=1')).toBe('/c/42?x=1')
  expect(afterSignIn('/a/../c/42')).toBe('/c/42')
  expect(signInPath('/c/42')).toBe('/sign-in?to=%2Fc%2F42')
  expect(signInPath('/')).toBe('/sign-in')
})

test.each([
  undefined,
  '',
  'https://evil.example',
  '//evil.example/x',
  '/\\evil.example',
  '/\t/evil.example',
  '/.//evil.example/x',
  '/..//evil.example/x',
  '/a/..//evil.example',
  '/%2e//evil.example',
  '/./\\evil.example',
  'javascript:alert(1)',
])('does not lead to %j', (wanted) => {
  expect(afterSignIn(wanted)).toBe('/')
})

test('stays on this site whatever it is given', () => {
  const part = fc.constantFrom(
    ...'/\\.:@?#%\t\n'.split(''),
    '..',
    '%2e',
    '%2f',
    '%5c',
    'evil.example',
    'https:',
    'c',
    ' ',
  )
  const address = fc.oneof(
    fc.array(part).map((parts) => `/${parts.join('')}`),
    fc.string(),
    fc.webPath(),
  )
  fc.assert(
    fc.property(address, (wanted) => {
      const path = afterSignIn(wanted)
      expect(path).toMatch(/^\/(?![/\\])/)
      expect(new URL(path, 'https://chat.example').origin).toBe('https://chat.example')
      expect(afterSignIn(path)).toBe(path)
    }),
    { numRuns: 2_000 },
  )
})
