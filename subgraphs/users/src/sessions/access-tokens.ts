import { createHash, createPublicKey } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import jwt from 'jsonwebtoken'

/** How long an access token holds. */
export const ACCESS_TOKEN_TTL_SECONDS = 600
/** Whom access tokens are for. */
export const ACCESS_TOKEN_AUDIENCE = 'colloquy'
/** What a person's own sign-in may do: everything. */
export const SIGN_IN_SCOPES = ['session', 'profile:read', 'profile:write', 'chats:read', 'chats:write'] as const

export interface AccessTokens {
  issue: (holder: { userId: string; sessionId: string }) => { accessToken: string; accessTokenExpiresAt: Date }
  /** The public key as a JSON Web Key Set. */
  jwks: { keys: object[] }
}

/** Issues access tokens: JWTs as RFC 9068 has them, signed with ES256. */
export function createAccessTokens(privateKey: KeyObject, issuer: string): AccessTokens {
  const { kty, crv, x, y } = createPublicKey(privateKey).export({ format: 'jwk' })
  // RFC 7638: a key's id is the hash of these members in this order.
  const kid = createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url')
  return {
    issue: ({ userId, sessionId }) => {
      const exp = Math.floor(Date.now() / 1_000) + ACCESS_TOKEN_TTL_SECONDS
      const claims = { sub: userId, sid: sessionId, scope: SIGN_IN_SCOPES.join(' '), exp }
      const accessToken = jwt.sign(claims, privateKey, {
        algorithm: 'ES256',
        issuer,
        audience: ACCESS_TOKEN_AUDIENCE,
        header: { alg: 'ES256', typ: 'at+jwt', kid },
      })
      return { accessToken, accessTokenExpiresAt: new Date(exp * 1_000) }
    },
    jwks: { keys: [{ kty, crv, x, y, kid, alg: 'ES256', use: 'sig' }] },
  }
}
