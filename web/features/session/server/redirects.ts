import 'server-only'
import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { signInPath } from '../after-sign-in.ts'
import { refreshCookieName } from './refresh-cookie.ts'

/** Whether this browser has a session; whether that still works is for the page to find out. */
async function hasRefreshCookie(): Promise<boolean> {
  return (await cookies()).has(refreshCookieName(await headers()))
}

/** To the sign-in page, without a page in between that would have nothing to show. */
export async function redirectUnlessSignedIn(wanted: string): Promise<void> {
  if (!(await hasRefreshCookie())) redirect(signInPath(wanted))
}

export async function redirectIfSignedIn(wanted: string): Promise<void> {
  if (await hasRefreshCookie()) redirect(wanted)
}
