import 'server-only'
import { z } from 'zod'
import type { ApiError } from '../session-answer.ts'
import { apiError } from '../session-answer.ts'
import type { GatewayCaller } from './gateway-caller.ts'
import { REFRESH_SESSION, REQUEST_SIGN_IN_CODE, SIGN_OUT, VERIFY_SIGN_IN_CODE } from './gateway-operations.ts'

const TIMEOUT_MS = 10_000

const gatewayAnswer = z.object({ data: z.unknown().optional(), errors: z.array(apiError).optional() })
const issuedSession = z.object({
  session: z.object({
    accessToken: z.string(),
    accessTokenExpiresAt: z.iso.datetime(),
    refreshToken: z.string(),
    deviceToken: z.string().nullable(),
    isNewUser: z.boolean(),
  }),
})
export type IssuedSession = z.infer<typeof issuedSession>['session']

const sentCode = z.object({
  request: z.object({ id: z.string(), expiresAt: z.iso.datetime(), resendAt: z.iso.datetime() }),
})
export type SentCode = z.infer<typeof sentCode>['request']

/** What the gateway said no to, in its own words. */
export class GatewayRefusal extends Error {
  readonly errors: ApiError[]
  constructor(errors: ApiError[]) {
    super(errors[0]?.message ?? 'The gateway refused')
    this.errors = errors
  }
}

export async function requestSignInCode(
  caller: GatewayCaller,
  email: string,
  deviceToken: string | null,
): Promise<SentCode> {
  return sentCode.parse(await ask(caller, REQUEST_SIGN_IN_CODE, { email, deviceToken })).request
}

export async function verifySignInCode(caller: GatewayCaller, requestId: string, code: string): Promise<IssuedSession> {
  return issuedSession.parse(await ask(caller, VERIFY_SIGN_IN_CODE, { requestId, code })).session
}

export async function refreshSession(caller: GatewayCaller, refreshToken: string): Promise<IssuedSession> {
  return issuedSession.parse(await ask(caller, REFRESH_SESSION, { refreshToken })).session
}

/** Ends the session of the access token that the browser sent along. */
export async function signOut(caller: GatewayCaller): Promise<void> {
  await ask(caller, SIGN_OUT, {})
}

async function ask(caller: GatewayCaller, query: string, variables: Record<string, string | null>): Promise<unknown> {
  const response = await fetch(caller.url, {
    method: 'POST',
    redirect: 'error',
    headers: { ...caller.headers, 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  const { data, errors } = gatewayAnswer.parse(await response.json())
  if (errors) throw new GatewayRefusal(errors)
  return data
}
