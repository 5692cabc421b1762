import 'server-only'
import { NextResponse } from 'next/server'
import { log } from '../../config/log.ts'
import type { ApiError, CodeAnswer, SessionAnswer } from '../session-answer.ts'
import { deviceCookie } from './device-cookie.ts'
import type { IssuedSession, SentCode } from './gateway-session.ts'
import { GatewayRefusal } from './gateway-session.ts'
import { refreshCookie } from './refresh-cookie.ts'
import { BodyTooLargeError } from './request-body.ts'
import { isSameOrigin } from './same-origin.ts'

const STATUS: Record<string, number> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  BAD_USER_INPUT: 400,
  BAD_REQUEST: 413,
  CONFLICT: 409,
  RATE_LIMITED: 429,
  SERVICE_UNAVAILABLE: 503,
}

/** The refresh token to its cookie, the rest to the page. */
export function issued(request: Request, session: IssuedSession): NextResponse {
  const answer: SessionAnswer = {
    accessToken: session.accessToken,
    expiresInMs: Date.parse(session.accessTokenExpiresAt) - Date.now(),
    isNewUser: session.isNewUser,
  }
  const response = uncached(answer, 200)
  response.cookies.set(refreshCookie(request.headers, session.refreshToken))
  if (session.deviceToken !== null) response.cookies.set(deviceCookie(request.headers, session.deviceToken))
  return response
}

/** The times as durations, so that the browser's clock need not agree with the server's. */
export function sent({ id, expiresAt, resendAt }: SentCode): NextResponse {
  const answer: CodeAnswer = {
    requestId: id,
    expiresInMs: Date.parse(expiresAt) - Date.now(),
    resendInMs: Date.parse(resendAt) - Date.now(),
  }
  return uncached(answer, 200)
}

export function signedOut(request: Request): NextResponse {
  const response = uncached({ signedOut: true }, 200)
  response.cookies.set(refreshCookie(request.headers, ''))
  return response
}

export function refused(errors: ApiError[]): NextResponse {
  const response = uncached({ errors }, STATUS[errors[0]?.extensions?.code ?? ''] ?? 502)
  const retryAfter = errors[0]?.extensions?.retryAfter
  if (retryAfter !== undefined) response.headers.set('retry-after', String(retryAfter))
  return response
}

/** Runs a session route: only for pages of this site, and with every failure answered in the API's shape. */
export async function sessionRoute(request: Request, handle: () => Promise<NextResponse>): Promise<NextResponse> {
  if (!isSameOrigin(request.headers)) return refusal('FORBIDDEN', 'Only pages of this site may ask this')
  try {
    return await handle()
  } catch (error) {
    if (error instanceof GatewayRefusal) return refused(error.errors)
    if (error instanceof BodyTooLargeError) return refusal('BAD_REQUEST', 'The body is too large')
    log('error', 'session route failed', { error, path: new URL(request.url).pathname })
    return refusal('INTERNAL_SERVER_ERROR', 'The chat cannot be reached right now')
  }
}

export function refusal(code: string, message: string): NextResponse {
  return refused([{ message, extensions: { code } }])
}

function uncached(body: unknown, status: number): NextResponse {
  return NextResponse.json(body, { status, headers: { 'cache-control': 'no-store' } })
}
