import { DomainError, serviceUnavailable, unauthenticated } from '@colloquy/platform/errors'
import { networkOf } from '@colloquy/platform/network'
import type { Identity } from '@colloquy/platform/identity'
import type { SecurityLog } from '@colloquy/platform/security-log'
import type { AccessTokens } from './access-tokens.ts'
import type { ClientAddress } from './client-address.ts'
import type { RateLimiter } from '../rate-limit.ts'
import type { Sessions } from './sessions.ts'

/**
 * Who asks, from the value of an Authorization header or of connectionParams.authorization.
 * @throws DomainError UNAUTHENTICATED when there is one and it is not a valid access token of a session that goes on,
 * SERVICE_UNAVAILABLE when that cannot be found out now, RATE_LIMITED when too many from there were refused
 */
export type Identify = (authorization: string | undefined, from: ClientAddress) => Promise<Identity>

/**
 * Tells who asks by access tokens; those that are refused are security events.
 * @param refusals counts what is refused, for each address; a token that was verified before is not held up by others
 */
export function createIdentify({
  accessTokens,
  sessions,
  refusals,
  securityLog,
}: {
  accessTokens: AccessTokens
  sessions: Pick<Sessions, 'isRevoked'>
  refusals: RateLimiter
  securityLog: SecurityLog
}): Identify {
  const tokenOf = (authorization: string) => {
    const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1]
    if (token) return token
    throw unauthenticated("The Authorization is not of the form 'Bearer …'.")
  }
  return async (authorization, from) => {
    if (authorization === undefined) return { kind: 'anonymous', ...from }
    const network = networkOf(from.ip)
    let userId: string | undefined
    try {
      const token = tokenOf(authorization)
      if (!accessTokens.isKnown(token)) refusals.check(network)
      const accessToken = await accessTokens.verify(token)
      userId = accessToken.userId
      if (await sessions.isRevoked(accessToken.sessionId)) throw unauthenticated('The session has ended.')
      return { kind: 'user', ...accessToken, ...from }
    } catch (error) {
      if (!(error instanceof DomainError)) throw serviceUnavailable(error)
      if (error.code === 'RATE_LIMITED') securityLog({ type: 'limit-reached', limit: 'refused-tokens' }, from)
      if (error.code === 'UNAUTHENTICATED') {
        securityLog({ type: 'token-refused', userId }, from)
        refusals.take(network, 1)
      }
      throw error
    }
  }
}

/** What an identity may do by its scopes; null when nobody is signed in. */
export const scopesOf = (identity: Identity): ReadonlySet<string> | null =>
  identity.kind === 'user' ? new Set(identity.scopes) : null

/** By which one caller's requests are counted. */
export const callerKey = (identity: Identity): string =>
  identity.kind === 'user'
    ? `user:${identity.userId}`
    : identity.kind === 'anonymous'
      ? `ip:${networkOf(identity.ip)}`
      : identity.name

/** Writes to the security log that a caller has reached a limit. */
export function logLimitReached(securityLog: SecurityLog, limit: string, identity: Identity): void {
  const userId = identity.kind === 'user' ? identity.userId : undefined
  securityLog({ type: 'limit-reached', limit, userId }, identity.kind === 'service' ? undefined : identity)
}

/** Equal for identities that see the same: one user's devices, unless a program's token has other scopes. */
export const viewerKey = (identity: Identity): string =>
  identity.kind === 'user' ? JSON.stringify([identity.userId, identity.scopes]) : JSON.stringify(identity)
