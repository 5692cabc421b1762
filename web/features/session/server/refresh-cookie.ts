import type { SiteCookie } from './site-cookie.ts'
import { siteCookie, siteCookieName } from './site-cookie.ts'

/** As long as a session can last; users ends it earlier when unused, this only keeps the browser from holding it for ever. */
const MAX_AGE_SECONDS = 30 * 24 * 60 * 60

export const refreshCookieName = (headers: Headers): string => siteCookieName(headers, 'refresh')

/** The cookie to set; an empty value takes it away. */
export const refreshCookie = (headers: Headers, refreshToken: string): SiteCookie =>
  siteCookie(headers, 'refresh', { value: refreshToken, maxAgeSeconds: MAX_AGE_SECONDS })
