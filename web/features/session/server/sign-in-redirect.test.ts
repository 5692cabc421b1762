import { expect, test } from 'vitest'
import { signInRedirect } from './sign-in-redirect.ts'

const visit = (path: string, cookies: string[] = [], to: string | null = null) =>
  signInRedirect({
    path,
    to,
    headers: new Headers({ host: 'localhost:3000' }),
    hasCookie: (name) => cookies.includes(name),
  })

test.each([
  ['/', '/sign-in'],
  ['/c/42', '/sign-in?to=%2Fc%2F42'],
  ['/playground', '/sign-in?to=%2Fplayground'],
])('brings who has no session from %s to %s', (path, expected) => {
  expect(visit(path)).toBe(expected)
})

test('lets everybody see the sign-in page and what is not there', () => {
  expect(visit('/sign-in')).toBeNull()
  expect(visit('/nowhere')).toBeNull()
})

test('leads who has a session on from the sign-in page', () => {
  const cookies = ['colloquy_refresh_3000']
  expect(visit('/', cookies)).toBeNull()
  expect(visit('/sign-in', cookies)).toBe('/')
  expect(visit('/sign-in', cookies, '/playground')).toBe('/playground')
})

test('does not take the session of another port for this one', () => {
  expect(visit('/', ['colloquy_refresh_3100'])).toBe('/sign-in')
})
