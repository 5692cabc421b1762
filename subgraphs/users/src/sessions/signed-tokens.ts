import type { KeyObject } from 'node:crypto'
import { publicJwk } from '@colloquy/platform/signing-keys'
import jwt from 'jsonwebtoken'

/** How long an access token holds, at most. */
export const ACCESS_TOKEN_TTL_SECONDS = 600
/** Whom access tokens are for. */
export const ACCESS_TOKEN_AUDIENCE = 'colloquy'
/** What a person's own sign-in may do: everything. */
export const SIGN_IN_SCOPES = ['session', 'profile:read', 'profile:write', 'chats:read', 'chats:write'] as const

export interface SignedTokens {
  /** @param holder with the instant at which the session ends unless it is used again */
  issue: (holder: { userId: string; sessionId: string; sessionExpiresAt: Date }) => {
    accessToken: string
    accessTokenExpiresAt: Date
  }
  /** The public keys as a JSON Web Key Set. */
  jwks: { keys: object[] }
}

/**
 * Issues access tokens: JWTs as RFC 9068 has them, signed with ES256.
 * @param otherKeys published beside the key in use, while it is being changed: the one before it, or the one to come
 */
export function createSignedTokens(
  privateKey: KeyObject,
  issuer: string,
  otherKeys: readonly KeyObject[] = [],
  ttlSeconds = ACCESS_TOKEN_TTL_SECONDS,
): SignedTokens {
  const jwk = publicJwk(privateKey)
  const { kid } = jwk
  return {
    issue: ({ userId, sessionId, sessionExpiresAt }) => {
      const session_exp = seconds(sessionExpiresAt)
      const exp = Math.min(seconds(new Date()) + ttlSeconds, session_exp)
      const claims = { sub: userId, sid: sessionId, scope: SIGN_IN_SCOPES.join(' '), exp, session_exp }
      const accessToken = jwt.sign(claims, privateKey, {
        algorithm: 'ES256',
        issuer,
        audience: ACCESS_TOKEN_AUDIENCE,
        header: { alg: 'ES256', typ: 'at+jwt', kid },
      })
      return { accessToken, accessTokenExpiresAt: new Date(exp * 1_000) }
    },
    jwks: { keys: [jwk, ...otherKeys.map(publicJwk).filter((other) => other.kid !== kid)] },
  }
}

/** As JWTs have instants. */
const seconds = (instant: Date): number => Math.floor(instant.getTime() / 1_000)
