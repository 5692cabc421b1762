import type { NextResponse } from 'next/server'
import { log } from '../../../../features/config/log.ts'
import { webConfig } from '../../../../features/config/environment.ts'
import { callerOf, signOut } from '../../../../features/session/server/gateway-session.ts'
import { sessionRoute, signedOut } from '../../../../features/session/server/session-response.ts'

/** Ends the session of the page's access token. The cookie goes in any case: who signs out here, is signed out here. */
export function POST(request: Request): Promise<NextResponse> {
  return sessionRoute(request, async () => {
    try {
      await signOut(callerOf(request, webConfig().gatewayUrl))
    } catch (error) {
      log('warn', 'session could not be ended at the gateway', { error })
    }
    return signedOut(request)
  })
}
