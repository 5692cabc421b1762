import { createSecretKey } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import jwt from 'jsonwebtoken'
import { z } from 'zod'
import { forbidden, unauthenticated } from './errors.ts'

/** On whose behalf a request is made, as the gateway vouches for it. */
export const identity = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('anonymous'), ip: z.string(), userAgent: z.string().optional() }),
  z.object({
    kind: z.literal('user'),
    userId: z.string(),
    sessionId: z.string(),
    scopes: z.array(z.string()),
    ip: z.string(),
    userAgent: z.string().optional(),
  }),
  /** A part of Colloquy itself. What it reads may go to many viewers, so @perViewer fields refuse it. */
  z.object({ kind: z.literal('service'), name: z.string() }),
])
export type Identity = z.infer<typeof identity>
export type UserIdentity = Extract<Identity, { kind: 'user' }>

/** The request header that carries the assertion from the gateway to subgraphs. */
export const IDENTITY_HEADER = 'x-colloquy-identity'
/** How long an assertion holds. */
export const IDENTITY_TTL_SECONDS = 60

const ISSUER = 'colloquy-gateway'

/** Given a string, jsonwebtoken tries first whether it is a public key, which costs more than all the rest. */
const keys = new Map<string, KeyObject>()
const keyOf = (secret: string): KeyObject => {
  const key = keys.get(secret) ?? createSecretKey(secret, 'utf8')
  keys.set(secret, key)
  return key
}

/** Signs an assertion: a JWT (HS256) that holds for {@link IDENTITY_TTL_SECONDS}. */
export function signIdentity(who: Identity, secret: string): string {
  return jwt.sign({ who }, keyOf(secret), { algorithm: 'HS256', issuer: ISSUER, expiresIn: IDENTITY_TTL_SECONDS })
}

/** The identity that an assertion carries; null when it is forged, expired or malformed. */
export function verifyIdentity(assertion: string | undefined, secret: string): Identity | null {
  if (!assertion) return null
  try {
    const claims = jwt.verify(assertion, keyOf(secret), { algorithms: ['HS256'], issuer: ISSUER })
    return typeof claims === 'string' ? null : identity.parse(claims.who)
  } catch {
    return null
  }
}

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
