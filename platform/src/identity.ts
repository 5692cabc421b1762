import { z } from 'zod'
import { forbidden, unauthenticated } from './errors.ts'

/** On whose behalf a request is made, as the gateway vouches for it. */
export const identity = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('anonymous'), ip: z.string(), userAgent: z.string().optional() }),
  z.object({
    kind: z.literal('user'),
    userId: z.string(),
    /** Of a program, its access token's id: it is revoked as a session is. */
    sessionId: z.string(),
    /** When the session ends unless it is used again. */
    sessionExpiresAtMs: z.number().optional(),
    scopes: z.array(z.string()),
    ip: z.string(),
    userAgent: z.string().optional(),
  }),
  /** A part of Colloquy itself. What it reads may go to many viewers, so @perViewer fields refuse it. */
  z.object({ kind: z.literal('service'), name: z.string() }),
])
export type Identity = z.infer<typeof identity>
export type UserIdentity = Extract<Identity, { kind: 'user' }>

/**
 * The user who asks. The gateway has checked the same; a subgraph does not rely on it.
 * @param scope what the user's token must hold, such as "profile:write"
 * @throws DomainError UNAUTHENTICATED when nobody is signed in, FORBIDDEN to a service or without the scope
 */
export function requireUser(who: Identity, scope?: string): UserIdentity {
  if (who.kind === 'anonymous') throw unauthenticated()
  if (who.kind === 'service') throw forbidden('This needs a signed-in user.')
  if (scope !== undefined && !who.scopes.includes(scope)) throw forbidden(`This needs the scope ${scope}.`)
  return who
}

/**
 * For whom a @perViewer field is resolved; null when nobody is signed in.
 * @throws DomainError FORBIDDEN to a service, whose answers many viewers share
 */
export function viewerOf(who: Identity): UserIdentity | null {
  if (who.kind === 'service') throw forbidden('This field is for one viewer and cannot be shared.')
  return who.kind === 'user' ? who : null
}

/**
 * The user who asks, if that is the one with this id and the token holds the scope; null for all others.
 * @throws DomainError FORBIDDEN to a service, as {@link viewerOf}
 */
export function viewerWith(who: Identity, userId: string, scope: string): UserIdentity | null {
  const viewer = viewerOf(who)
  return viewer?.userId === userId && viewer.scopes.includes(scope) ? viewer : null
}
