import type { NextRequest } from 'next/server'
import { NextResponse } from 'next/server'
import { contentSecurityPolicy } from './features/config/content-security-policy.ts'
import { webConfig } from './features/config/environment.ts'

/** Gives each page a policy with a nonce of its own; Next finds it in the request and puts it on its scripts. */
export function proxy(request: NextRequest): NextResponse {
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
