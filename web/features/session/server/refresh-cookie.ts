import { MAX_SESSION_MS } from '@colloquy/schema/rules'
import type { SiteCookie } from './site-cookie.ts'
import { siteCookie, siteCookieName } from './site-cookie.ts'

export const refreshCookieName = (headers: Headers): string => siteCookieName(headers, 'refresh')

/**
 * The cookie to set; an empty value takes it away. Users ends a session earlier that is not used: the age only keeps the browser
 * from holding the token for ever.
 */
export const refreshCookie = (headers: Headers, refreshToken: string): SiteCookie =>
  siteCookie(headers, 'refresh', { value: refreshToken, maxAgeSeconds: MAX_SESSION_MS / 1_000 })
