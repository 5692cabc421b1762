import { cookies } from 'next/headers'
import type { NextResponse } from 'next/server'
import { webConfig } from '../../../../features/config/environment.ts'
import { callerOf } from '../../../../features/session/server/gateway-caller.ts'
import { GatewayRefusal, refreshSession } from '../../../../features/session/server/gateway-session.ts'
import { refreshCookie, refreshCookieName } from '../../../../features/session/server/refresh-cookie.ts'
import { issued, refusal, refused, sessionRoute } from '../../../../features/session/server/session-response.ts'

/** Swaps the cookie's refresh token for the next one, and gives the page an access token. */
export function POST(request: Request): Promise<NextResponse> {
  return sessionRoute(request, async () => {
    const refreshToken = (await cookies()).get(refreshCookieName(request.headers))?.value
    if (!refreshToken) return refusal('UNAUTHENTICATED', 'Nobody is signed in')
    const caller = callerOf(request, webConfig())
    try {
      return issued(request, await refreshSession(caller, refreshToken))
    } catch (error) {
      if (!(error instanceof GatewayRefusal)) throw error
      const response = refused(error.errors)
      const ended = error.errors.some(({ extensions }) => extensions?.code === 'UNAUTHENTICATED')
      if (ended) response.cookies.set(refreshCookie(request.headers, ''))
      return response
    }
  })
}
