import type { SiteCookie } from './site-cookie.ts'
import { siteCookie, siteCookieName } from './site-cookie.ts'

/** As long as a device token holds. */
const MAX_AGE_SECONDS = 90 * 24 * 60 * 60

export const deviceCookieName = (headers: Headers): string => siteCookieName(headers, 'device')

/** The cookie to set after a sign-in. Signing out leaves it: the device is still one that has signed in before. */
export const deviceCookie = (headers: Headers, deviceToken: string): SiteCookie =>
  siteCookie(headers, 'device', { value: deviceToken, maxAgeSeconds: MAX_AGE_SECONDS })
