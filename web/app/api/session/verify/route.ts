import type { NextResponse } from 'next/server'
import { z } from 'zod'
import { webConfig } from '../../../../features/config/environment.ts'
import { callerOf } from '../../../../features/session/server/gateway-caller.ts'
import { verifySignInCode } from '../../../../features/session/server/gateway-session.ts'
import { readJson } from '../../../../features/session/server/request-body.ts'
import { issued, refusal, sessionRoute } from '../../../../features/session/server/session-response.ts'

const body = z.object({ requestId: z.string(), code: z.string() })

/** Signs in with a code from the mail. */
export function POST(request: Request): Promise<NextResponse> {
  return sessionRoute(request, async () => {
    const parsed = body.safeParse(await readJson(request))
    if (!parsed.success) return refusal('BAD_USER_INPUT', 'A request and its code are needed')
    const caller = callerOf(request, webConfig())
    return issued(request, await verifySignInCode(caller, parsed.data.requestId, parsed.data.code))
  })
}
