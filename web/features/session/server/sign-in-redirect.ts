import { afterSignIn, signInPath } from '../after-sign-in.ts'
import { refreshCookieName } from './refresh-cookie.ts'

interface Visit {
  path: string
  /** Where the sign-in page was asked to lead on to. */
  to: string | null
  headers: Headers
  hasCookie: (name: string) => boolean
}

const NEEDS_SESSION = /^\/($|c\/|welcome$|playground$)/

/**
 * Where a visit has to go instead, if it does: to the sign-in page who has no session, and away from it who has one.
 * Whether the cookie still works is for the page to find out.
 */
export function signInRedirect({ path, to, headers, hasCookie }: Visit): string | null {
  const hasSession = hasCookie(refreshCookieName(headers))
  if (!hasSession && NEEDS_SESSION.test(path)) return signInPath(path)
  if (hasSession && path === '/sign-in') return afterSignIn(to)
  return null
}
