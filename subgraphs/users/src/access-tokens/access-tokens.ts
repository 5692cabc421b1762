import { randomUUID } from 'node:crypto'
import { conflict, forbidden, notFound, parseInput } from '@colloquy/platform/errors'
import type { UserIdentity } from '@colloquy/platform/identity'
import type { SecurityLog } from '@colloquy/platform/security-log'
import { generateAccessToken, hashAccessToken } from '@colloquy/schema/access-tokens'
import { ACCESS_TOKEN_SCOPES, MAX_ACCESS_TOKENS, accessTokenName } from '@colloquy/schema/rules'
import { z } from 'zod'
import type { Revocations } from '../sessions/revocations.ts'
import type { Sessions } from '../sessions/sessions.ts'
import type { AccessTokenStore, StoredAccessToken } from './store.ts'

/** How long ago the session that makes a token may have been signed in to. */
export const FRESH_SESSION_MS = 3_600_000

/** What SDL cannot say about CreateAccessTokenInput. */
const newToken = z.object({
  name: accessTokenName,
  scopes: z
    .array(z.enum(ACCESS_TOKEN_SCOPES, { error: `must be one of ${ACCESS_TOKEN_SCOPES.join(', ')}` }))
    .min(1, 'must not be empty')
    .max(ACCESS_TOKEN_SCOPES.length, `must have at most ${ACCESS_TOKEN_SCOPES.length}`)
    .transform((scopes) => ACCESS_TOKEN_SCOPES.filter((scope) => scopes.includes(scope))),
  expiresAt: z.iso
    .datetime('must be an instant in UTC, such as 2026-11-21T09:30:00.000Z')
    .transform((instant) => new Date(instant))
    .refine((instant) => instant.getTime() > Date.now(), 'must be in the future')
    .nullish()
    .transform((instant) => instant ?? null),
})

export interface AccessTokensParts {
  store: AccessTokenStore
  sessions: Pick<Sessions, 'startedAt'>
  revocations: Revocations
  securityLog: SecurityLog
}

export type AccessTokens = ReturnType<typeof createAccessTokens>

/** The tokens that people give to programs; see docs/decisions/0041. */
export function createAccessTokens({ store, sessions, revocations, securityLog }: AccessTokensParts) {
  const requireFresh = async (sessionId: string) => {
    const startedAt = await sessions.startedAt(sessionId)
    if (startedAt && Date.now() - startedAt.getTime() <= FRESH_SESSION_MS) return
    throw forbidden('Sign in again: this takes a session that was signed in to within the last hour.')
  }
  const refuseOneMore = (userId: string) => {
    securityLog({ type: 'limit-reached', limit: 'access-tokens', userId })
    throw conflict(`You have ${MAX_ACCESS_TOKENS} access tokens, which is as many as there can be. Revoke one first.`)
  }

  return {
    /**
     * @param viewer with a session, whose own tokens these will be
     * @throws DomainError BAD_USER_INPUT, FORBIDDEN when the session is not fresh, CONFLICT when the user has as many as there can be
     */
    async create(
      { userId, sessionId }: UserIdentity,
      input: unknown,
    ): Promise<{ accessToken: StoredAccessToken; secret: string }> {
      const given = parseInput(newToken, input, ['input'])
      await requireFresh(sessionId)
      if ((await store.count(userId, new Date())) >= MAX_ACCESS_TOKENS) refuseOneMore(userId)
      const secret = generateAccessToken()
      const accessToken = { id: randomUUID(), userId, ...given, createdAt: new Date(), lastUsedAt: null }
      await store.insert(accessToken, hashAccessToken(secret))
      // Of those made at once some are too many, and nobody has seen them yet.
      if ((await store.count(userId, new Date())) > MAX_ACCESS_TOKENS) {
        await store.remove(userId, accessToken.id)
        refuseOneMore(userId)
      }
      securityLog({ type: 'access-token-created', userId, tokenId: accessToken.id, scopes: given.scopes })
      return { accessToken, secret }
    },

    /** @throws DomainError NOT_FOUND when the user has none with that id */
    async revoke(userId: string, tokenId: string): Promise<void> {
      // MongoDB first: whatever fails after it, no gateway that asks learns of the token any more.
      if (!(await store.remove(userId, tokenId))) throw notFound('access token')
      await revocations.announce(userId, tokenId)
      securityLog({ type: 'access-token-revoked', userId, tokenId })
    },

    list: (userId: string): Promise<StoredAccessToken[]> => store.list(userId, new Date()),

    /** For gateways: what a token may do, by its hash; null when there is none that works. It has been used now. */
    async use(hash: string) {
      const token = await store.use(hash, new Date())
      return token && { id: token.id, userId: token.userId, scopes: token.scopes, expiresAtMs: msOf(token.expiresAt) }
    },
  }
}

const msOf = (instant: Date | null): number | null => instant?.getTime() ?? null
