import { IDENTITY_HEADER, IDENTITY_TTL_SECONDS, signIdentity } from '@colloquy/platform/identity'
import type { Identity } from '@colloquy/platform/identity'
import { LRUCache } from 'lru-cache'

const MAX_REMEMBERED = 20_000
/** Half its life, so that an assertion still holds when it arrives. */
const REUSE_MS = (IDENTITY_TTL_SECONDS * 1_000) / 2

/** The headers by which subgraphs learn who asks. Assertions are signed once for each identity and used for half their life. */
export function createAssertions(identitySecret: string): (identity: Identity) => Record<string, string> {
  const signed = new LRUCache<string, Record<string, string>>({ max: MAX_REMEMBERED, ttl: REUSE_MS })
  return (identity) => {
    const key = JSON.stringify(identity)
    const remembered = signed.get(key)
    if (remembered) return remembered
    const headers = { [IDENTITY_HEADER]: signIdentity(identity, identitySecret) }
    signed.set(key, headers)
    return headers
  }
}
