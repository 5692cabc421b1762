import { DEVICE_TOKEN_TTL_MS } from '@colloquy/schema/rules'
import type { SiteCookie } from './site-cookie.ts'
import { siteCookie, siteCookieName } from './site-cookie.ts'

export const deviceCookieName = (headers: Headers): string => siteCookieName(headers, 'device')

/** The cookie to set after a sign-in. Signing out leaves it: the device is still one that has signed in before. */
export const deviceCookie = (headers: Headers, deviceToken: string): SiteCookie =>
  siteCookie(headers, 'device', { value: deviceToken, maxAgeSeconds: DEVICE_TOKEN_TTL_MS / 1_000 })
