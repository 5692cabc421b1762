import { expect, test } from 'vitest'
import { isSameOrigin } from './same-origin.ts'

const from = (headers: Record<string, string>) => isSameOrigin(new Headers({ host: 'chat.example.org', ...headers }))

test('believes what the browser says of the site', () => {
  expect(from({ 'sec-fetch-site': 'same-origin' })).toBe(true)
  expect(from({ 'sec-fetch-site': 'same-site' })).toBe(false)
  expect(from({ 'sec-fetch-site': 'cross-site', origin: 'https://chat.example.org' })).toBe(false)
})

test('falls back to the origin, compared with the host the browser asked', () => {
  expect(from({ origin: 'https://chat.example.org' })).toBe(true)
  expect(from({ origin: 'https://evil.example.org' })).toBe(false)
  expect(from({ origin: 'https://public.example.org', 'x-forwarded-host': 'public.example.org' })).toBe(true)
  expect(from({ origin: 'null' })).toBe(false)
})

test('refuses what says nothing', () => {
  expect(from({})).toBe(false)
})
