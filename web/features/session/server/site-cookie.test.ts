import { DEVICE_TOKEN_TTL_MS, MAX_SESSION_MS } from '@colloquy/schema/rules'
import { expect, test } from 'vitest'
import { deviceCookie } from './device-cookie.ts'
import { refreshCookie, refreshCookieName } from './refresh-cookie.ts'

const overTls = new Headers({ host: 'chat.example', 'x-forwarded-proto': 'https' })
const plain = new Headers({ host: 'localhost:3000' })

test('over TLS a cookie is of this very host, and sent over TLS alone', () => {
  expect(refreshCookie(overTls, 'secret')).toEqual({
    name: '__Host-colloquy_refresh',
    value: 'secret',
    httpOnly: true,
    sameSite: 'lax',
    secure: true,
    path: '/',
    maxAge: MAX_SESSION_MS / 1_000,
  })
  expect(deviceCookie(overTls, 'secret')).toMatchObject({
    name: '__Host-colloquy_device',
    httpOnly: true,
    secure: true,
    maxAge: DEVICE_TOKEN_TTL_MS / 1_000,
  })
})

test('without TLS it is of this port, since browsers share cookies among ports', () => {
  expect(refreshCookie(plain, 'secret')).toMatchObject({ name: 'colloquy_refresh_3000', httpOnly: true, secure: false })
  expect(refreshCookieName(new Headers({ host: 'localhost:3001' }))).toBe('colloquy_refresh_3001')
})

test('an empty value takes it away', () => {
  expect(refreshCookie(overTls, '')).toMatchObject({ name: '__Host-colloquy_refresh', value: '', maxAge: 0 })
})
