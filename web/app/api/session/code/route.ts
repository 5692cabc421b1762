import { cookies } from 'next/headers'
import type { NextResponse } from 'next/server'
import { z } from 'zod'
import { webConfig } from '../../../../features/config/environment.ts'
import { deviceCookieName } from '../../../../features/session/server/device-cookie.ts'
import { callerOf } from '../../../../features/session/server/gateway-caller.ts'
import { requestSignInCode } from '../../../../features/session/server/gateway-session.ts'
import { readJson } from '../../../../features/session/server/request-body.ts'
import { refusal, sent, sessionRoute } from '../../../../features/session/server/session-response.ts'

const body = z.object({ email: z.string() })

/** Has a sign-in code sent; with the cookie of a device that has signed in before, strangers do not hold it up. */
export function POST(request: Request): Promise<NextResponse> {
  return sessionRoute(request, async () => {
    const parsed = body.safeParse(await readJson(request))
    if (!parsed.success) return refusal('BAD_USER_INPUT', 'An address is needed')
    const deviceToken = (await cookies()).get(deviceCookieName(request.headers))?.value ?? null
    return sent(await requestSignInCode(callerOf(request, webConfig()), parsed.data.email, deviceToken))
  })
}
