import { unauthenticated } from '@colloquy/platform/errors'
import type { HeadersFor } from '@colloquy/platform/assertions'
import { ACCESS_TOKEN_PREFIX, accessTokenRoute, hashAccessToken, isAccessToken } from '@colloquy/schema/access-tokens'
import { LRUCache } from 'lru-cache'
import type { z } from 'zod'
import type { AccessToken, AccessTokens } from './access-tokens.ts'

/** For how long an answer of the users subgraph is kept. A token that is revoked is refused before that, as a session is. */
const MAX_AGE_MS = 60_000
const MAX_REMEMBERED = 20_000
const USERS_TIMEOUT_MS = 2_000

export type UseToken = (hash: string) => Promise<z.output<typeof accessTokenRoute.response>['token']>

/** Verifies the opaque tokens of programs, of which the users subgraph alone knows; see docs/decisions/0041. */
export function createProgramTokens(useToken: UseToken, now: () => number = Date.now): AccessTokens {
  const verified = new LRUCache<string, AccessToken>({ max: MAX_REMEMBERED, perf: { now }, ttlResolution: 0 })
  return {
    isKnown: (token) => verified.has(hashAccessToken(token)),
    async verify(token) {
      if (!isAccessToken(token)) throw unauthenticated('The access token is not valid.')
      const hash = hashAccessToken(token)
      const remembered = verified.get(hash)
      if (remembered) return remembered
      const used = await useToken(hash)
      if (!used) throw unauthenticated('The access token is not valid, or has ended.')
      const { id, userId, scopes, expiresAtMs } = used
      const accessToken = { userId, sessionId: id, scopes, ...(expiresAtMs && { sessionExpiresAtMs: expiresAtMs }) }
      const ttl = Math.min(MAX_AGE_MS, (expiresAtMs ?? Infinity) - now())
      if (ttl > 0) verified.set(hash, accessToken, { ttl })
      return accessToken
    },
  }
}

/** Takes both kinds of tokens, which are told apart by how they begin. */
export function eitherTokens(ofSessions: AccessTokens, ofPrograms: AccessTokens): AccessTokens {
  const of = (token: string) => (token.startsWith(ACCESS_TOKEN_PREFIX) ? ofPrograms : ofSessions)
  return {
    isKnown: (token) => of(token).isKnown(token),
    verify: (token) => of(token).verify(token),
  }
}

/** Asks the users subgraph. @param usersUrl any URL of its, such as that of /graphql */
export function createUseToken(usersUrl: string, headersFor: HeadersFor): UseToken {
  return async (hash) => {
    const response = await fetch(new URL(accessTokenRoute.path, usersUrl), {
      method: 'POST',
      redirect: 'error',
      headers: { 'content-type': 'application/json', ...headersFor({ kind: 'service', name: 'gateway' }, 'users') },
      body: JSON.stringify({ hash }),
      signal: AbortSignal.timeout(USERS_TIMEOUT_MS),
    })
    return accessTokenRoute.response.parse(await response.json()).token
  }
}
