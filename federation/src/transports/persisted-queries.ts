import { createHash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { FederationError } from '../plan/errors.ts'
import type { TransportLimits } from './limits.ts'
import type { OperationText } from './requests.ts'
import type { TrustedDocuments } from './trusted-documents.ts'

/** Documents that clients name by their hash instead of sending them again, by Apollo's protocol of persisted queries. */
export interface PersistedQueries {
  /**
   * The document of an operation: as it came, as it is known by its hash, or as it is listed.
   * @throws FederationError with PERSISTED_QUERY_NOT_FOUND, upon which clients send it again together with its hash;
   * PERSISTED_QUERY_NOT_SUPPORTED where none are kept, upon which they send no more hashes; BAD_REQUEST for a hash of something
   * else; where trusted documents alone may run, PERSISTED_QUERY_NOT_IN_LIST and QUERY_NOT_IN_SAFELIST
   */
  textOf: (operation: OperationText) => string
  /** Keeps the document of an operation that has been admitted, where its client has sent a hash of it. */
  keep: (operation: OperationText) => void
}

/** What an entry takes beside its document: the hash, and room in the cache. */
const BYTES_OF_ENTRY = 200
/** Of an id that nobody knows, in an error. */
const MAX_SHOWN_ID = 80

/** Makes the store of persisted queries that all transports share. What was used longest ago makes room for what is new. */
export function createPersistedQueries(
  limits: Pick<TransportLimits, 'persistedQueryBytes' | 'persistedQueryLength'>,
  trusted: TrustedDocuments,
): PersistedQueries {
  const { persistedQueryBytes: maxSize, persistedQueryLength: maxLength } = limits
  const kept =
    maxSize > 0
      ? new LRUCache<string, string>({
          maxSize,
          sizeCalculation: (text) => Buffer.byteLength(text) + BYTES_OF_ENTRY,
        })
      : null
  const allowed = (query: string) => {
    const listed = trusted.like(query)
    if (listed !== undefined || !trusted.only) return listed ?? query
    throw new FederationError('QUERY_NOT_IN_SAFELIST', 'This document is not in the list of those that may run here.')
  }
  return {
    textOf({ query, extensions }) {
      const hash = hashIn(extensions)
      if (hash === undefined) {
        if (typeof query === 'string') return allowed(query)
        throw badRequest('An operation needs a query, or the extension persistedQuery with the hash of one.')
      }
      const listed = trusted.withId(hash)
      if (listed !== undefined) {
        if (!query || trusted.like(query) === listed) return listed
        throw badRequest('The query is another than the listed one with this id.')
      }
      if (trusted.only) {
        if (query) return allowed(query)
        const message = `The document "${hash.slice(0, MAX_SHOWN_ID)}" is not in the list of those that may run here.`
        throw new FederationError('PERSISTED_QUERY_NOT_IN_LIST', message)
      }
      if (!kept) throw new FederationError('PERSISTED_QUERY_NOT_SUPPORTED', 'PersistedQueryNotSupported')
      if (query) {
        if (hash !== hashOf(query)) throw badRequest('provided sha does not match query')
        return allowed(query)
      }
      const known = kept.get(hash)
      if (known !== undefined) return known
      throw new FederationError('PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound')
    },
    keep({ query, extensions }) {
      const hash = hashIn(extensions)
      if (hash === undefined || !query || query.length > maxLength || trusted.withId(hash) !== undefined) return
      kept?.set(hash, query)
    },
  }
}

/** @throws FederationError BAD_REQUEST for an extension that is not of the protocol's only version */
function hashIn(extensions: OperationText['extensions']): string | undefined {
  const asked = extensions?.persistedQuery
  if (asked === undefined || asked === null) return undefined
  if (typeof asked !== 'object' || !('version' in asked) || asked.version !== 1) {
    throw badRequest('Unsupported persisted query version')
  }
  if ('sha256Hash' in asked && typeof asked.sha256Hash === 'string') return asked.sha256Hash
  throw badRequest('extensions.persistedQuery.sha256Hash is not a string')
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex')

const badRequest = (message: string) => new FederationError('BAD_REQUEST', message)
