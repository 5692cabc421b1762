import type { NextRequest } from 'next/server'
import { NextResponse } from 'next/server'
import { contentSecurityPolicy } from './features/config/content-security-policy.ts'
import { webConfig } from './features/config/environment.ts'
import { signInRedirect } from './features/session/server/sign-in-redirect.ts'

/** Brings people where they can be, and gives each page a policy with a nonce, which Next puts on its scripts. */
export function proxy(request: NextRequest): NextResponse {
  const { pathname, searchParams } = request.nextUrl
  const location = signInRedirect({
    path: pathname,
    to: searchParams.get('to'),
    headers: request.headers,
    hasCookie: (name) => request.cookies.has(name),
  })
  if (location) return NextResponse.redirect(new URL(location, request.url))

  const policy = contentSecurityPolicy({
    config: webConfig(),
    nonce: Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64'),
    development: process.env.NODE_ENV === 'development',
  })
  const headers = new Headers(request.headers)
  headers.set('content-security-policy', policy)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  return response
}

export const config = { matcher: '/((?!api/|health/|_next/|icon).*)' }
