import { createPublicKey } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import type { Logger } from '@colloquy/platform/logger'
import { z } from 'zod'

/** The public keys that access tokens are signed with. */
export interface Jwks {
  /**
   * The key of that id; null when there is none.
   * @throws when no keys could be fetched yet
   */
  key: (kid: string) => Promise<KeyObject | null>
}

/** A token with an unknown key makes us ask again, but nobody can make us ask more often than this. */
const MIN_REFETCH_MS = 30_000
/** While the last attempt failed. */
const RETRY_MS = 1_000
/** Keys this old are fetched again, so that one that was withdrawn stops working. */
const MAX_AGE_MS = 10 * 60_000
const FETCH_TIMEOUT_MS = 5_000

const jwks = z.object({
  keys: z.array(z.looseObject({ kty: z.literal('EC'), crv: z.literal('P-256'), kid: z.string() })),
})

/**
 * Keeps the keys of a JWKS endpoint. Keys that were fetched once go on working while the endpoint does not answer.
 * @param fetchKeys for tests; answers the endpoint's JSON
 */
export function createJwks({
  url,
  logger,
  fetchKeys = fetchJson,
  now = Date.now,
}: {
  url: string
  logger: Logger
  fetchKeys?: (url: string) => Promise<unknown>
  now?: () => number
}): Jwks {
  let keys: ReadonlyMap<string, KeyObject> | null = null
  let fetchedAtMs = -Infinity
  let nextFetchAtMs = -Infinity
  let fetching: Promise<void> | undefined

  const refetch = async () => {
    try {
      const answer = jwks.parse(await fetchKeys(url))
      keys = new Map(answer.keys.map((jwk) => [jwk.kid, createPublicKey({ key: jwk, format: 'jwk' })]))
      fetchedAtMs = now()
      nextFetchAtMs = now() + MIN_REFETCH_MS
    } catch (error) {
      nextFetchAtMs = now() + RETRY_MS
      logger.warn({ err: error, url }, 'the keys of access tokens could not be fetched')
    }
  }
  const refetchOnce = () => {
    if (!fetching && now() >= nextFetchAtMs) fetching = refetch().finally(() => (fetching = undefined))
    return fetching
  }

  return {
    async key(kid) {
      const known = keys?.get(kid)
      if (known) {
        if (now() - fetchedAtMs > MAX_AGE_MS) void refetchOnce()
        return known
      }
      await refetchOnce()
      if (!keys) throw new Error('The keys of access tokens are not known yet.')
      return keys.get(kid) ?? null
    },
  }
}

async function fetchJson(url: string): Promise<unknown> {
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) })
  if (!response.ok) throw new Error(`${url} answers ${response.status}`)
  return response.json()
}
