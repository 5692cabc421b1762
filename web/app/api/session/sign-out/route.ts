import type { NextResponse } from 'next/server'
import { webConfig } from '../../../../features/config/environment.ts'
import { callerOf } from '../../../../features/session/server/gateway-caller.ts'
import { signOut } from '../../../../features/session/server/gateway-session.ts'
import { sessionRoute, signedOut } from '../../../../features/session/server/session-response.ts'

/** Ends the session of the page's access token. The cookie stays until the gateway has said so: the page can ask again. */
export function POST(request: Request): Promise<NextResponse> {
  return sessionRoute(request, async () => {
    await signOut(callerOf(request, webConfig()))
    return signedOut(request)
  })
}
