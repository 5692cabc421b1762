import type { KeyObject } from 'node:crypto'
import jwt from 'jsonwebtoken'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import { identity } from './identity.ts'
import type { Identity } from './identity.ts'
import type { SecurityLog } from './security-log.ts'
import { publicJwk } from './signing-keys.ts'

/** The request header that carries an assertion from one service to another. */
export const IDENTITY_HEADER = 'x-colloquy-identity'
/** How long an assertion holds. */
export const ASSERTION_TTL_SECONDS = 60

/** A service that says who asks. The gateway may name anybody; any other names itself alone. */
export type Issuer = 'gateway' | 'chat' | 'users'

/** The headers by which a service learns who asks. `audience`: that service's name; no other accepts them. */
export type HeadersFor = (who: Identity, audience: string) => Record<string, string>

/** The identity that an assertion carries; null when it is none, forged, expired, or for another service. */
export type VerifyAssertion = (assertion: string | undefined) => Identity | null

const MAX_REMEMBERED = 20_000
/** Half its life, so that an assertion still holds when it arrives. */
const REUSE_MS = (ASSERTION_TTL_SECONDS * 1_000) / 2
/** How much the clocks of two machines may differ. */
const CLOCK_TOLERANCE_SECONDS = 5

/** Signs assertions: JWTs (ES256). One is signed for each identity and audience, and used for half its life. */
export function createAssertions({ issuer, privateKey }: { issuer: Issuer; privateKey: KeyObject }): HeadersFor {
  const { kid } = publicJwk(privateKey)
  const signed = new LRUCache<string, { headers: Record<string, string>; untilMs: number }>({ max: MAX_REMEMBERED })
  return (who, audience) => {
    const key = JSON.stringify([audience, who])
    const remembered = signed.get(key)
    if (remembered && remembered.untilMs > Date.now()) return remembered.headers
    const assertion = jwt.sign({ who }, privateKey, {
      algorithm: 'ES256',
      issuer,
      audience,
      expiresIn: ASSERTION_TTL_SECONDS,
      keyid: kid,
    })
    const headers = { [IDENTITY_HEADER]: assertion }
    signed.set(key, { headers, untilMs: Date.now() + REUSE_MS })
    return headers
  }
}

const claims = z.object({ iss: z.string(), iat: z.number(), exp: z.number(), who: identity })

/**
 * Verifies assertions for one service.
 * @param audience the service's own name
 * @param trusted the public keys of those who may assert to it, up to two each
 * @param securityLog is told of assertions that are refused
 */
export function createAssertionVerifier({
  audience,
  trusted,
  securityLog,
}: {
  audience: string
  trusted: Partial<Record<Issuer, readonly KeyObject[]>>
  securityLog?: SecurityLog
}): VerifyAssertion {
  const keys = new Map(
    Object.entries(trusted).flatMap(([issuer, publicKeys]) =>
      publicKeys.map((key) => [publicJwk(key).kid, { issuer, key }] as const),
    ),
  )
  const verified = new LRUCache<string, { who: Identity; expiresAtMs: number }>({ max: MAX_REMEMBERED })

  const verify = (assertion: string) => {
    const signer = keys.get(jwt.decode(assertion, { complete: true })?.header.kid ?? '')
    if (!signer) return null
    const { iss, iat, exp, who } = claims.parse(
      jwt.verify(assertion, signer.key, {
        algorithms: ['ES256'],
        issuer: signer.issuer,
        audience,
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
      }),
    )
    const isShortLived = exp - iat <= ASSERTION_TTL_SECONDS && iat <= Date.now() / 1_000 + CLOCK_TOLERANCE_SECONDS
    const mayName = iss === 'gateway' || (who.kind === 'service' && who.name === iss)
    return isShortLived && mayName ? { who, expiresAtMs: (exp + CLOCK_TOLERANCE_SECONDS) * 1_000 } : null
  }

  const whoAsserts = (assertion: string): Identity | null => {
    const remembered = verified.get(assertion)
    if (remembered) return remembered.expiresAtMs > Date.now() ? remembered.who : null
    try {
      const result = verify(assertion)
      if (result) verified.set(assertion, result)
      return result?.who ?? null
    } catch {
      return null
    }
  }

  return (assertion) => {
    if (!assertion) return null
    const who = whoAsserts(assertion)
    if (!who) securityLog?.({ type: 'token-refused' })
    return who
  }
}
