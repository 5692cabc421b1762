import { unauthenticated } from '@colloquy/platform/errors'
import jwt from 'jsonwebtoken'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import type { Jwks } from './jwks.ts'

/** What a verified access token says. */
export interface AccessToken {
  userId: string
  sessionId: string
  scopes: string[]
  /** When the session ends unless it is used again; a socket that the token opens ends then too. */
  sessionExpiresAtMs?: number
}

export interface AccessTokens {
  /** @throws DomainError UNAUTHENTICATED for anything but a token of ours that is valid now */
  verify: (token: string) => Promise<AccessToken>
  /** Whether it has been verified before and is still valid, so that to verify it costs nothing. */
  isKnown: (token: string) => boolean
}

const AUDIENCE = 'colloquy'
/** RFC 9068: a JWT made for another purpose, such as an id token, is no access token. */
const TYPE = 'at+jwt'
/** Verified tokens remembered, since most requests come with one that was seen before. */
const MAX_REMEMBERED = 20_000

const headerSchema = z.object({ alg: z.literal('ES256'), typ: z.literal(TYPE), kid: z.string() })
const claimsSchema = z.object({
  sub: z.string().min(1),
  sid: z.string().min(1),
  scope: z.string(),
  exp: z.number(),
  session_exp: z.number().optional(),
})

/** Verifies access tokens: JWTs by ES256 alone, of our issuer and for us, by a key from the JWKS and nowhere else. */
export function createAccessTokens({ jwks, issuer }: { jwks: Jwks; issuer: string }): AccessTokens {
  const verified = new LRUCache<string, AccessToken>({ max: MAX_REMEMBERED })
  return {
    isKnown: (token) => verified.has(token),
    async verify(token) {
      const remembered = verified.get(token)
      if (remembered) return remembered
      const header = headerSchema.safeParse(decodeHeader(token))
      if (!header.success) throw unauthenticated('The access token is not valid.')
      const key = await jwks.key(header.data.kid)
      if (!key) throw unauthenticated('The access token is not valid.')
      const { sub, sid, scope, exp, session_exp } = verifyClaims(() =>
        claimsSchema.parse(jwt.verify(token, key, { algorithms: ['ES256'], issuer, audience: AUDIENCE })),
      )
      const accessToken = {
        userId: sub,
        sessionId: sid,
        scopes: scope.split(' ').filter(Boolean),
        ...(session_exp !== undefined && { sessionExpiresAtMs: session_exp * 1_000 }),
      }
      const ttl = exp * 1_000 - Date.now()
      if (ttl > 0) verified.set(token, accessToken, { ttl })
      return accessToken
    },
  }
}

function decodeHeader(token: string): unknown {
  try {
    return jwt.decode(token, { complete: true })?.header
  } catch {
    return null
  }
}

function verifyClaims<Claims>(verify: () => Claims): Claims {
  try {
    return verify()
  } catch (error) {
    throw unauthenticated(
      error instanceof jwt.TokenExpiredError ? 'The access token has expired.' : 'The access token is not valid.',
    )
  }
}
