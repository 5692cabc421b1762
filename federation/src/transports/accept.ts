import { LRUCache } from 'lru-cache'
import Negotiator from 'negotiator'
import { EVENT_STREAM } from './event-stream.ts'
import { MULTIPART } from './multipart.ts'
import type { StreamEncoding } from './stream-encoding.ts'

/** What a client would take as an answer. */
export interface Acceptance {
  /** How results are to be streamed; null when it does not take a stream. */
  stream: StreamEncoding | null
  /** As what an answer of one piece is to be sent, which is for queries and mutations; null when it is not taken. */
  json: JsonType | null
  /** Whether a person is to read it. */
  html: boolean
}

const JSON_TYPES = ['application/json; charset=utf-8', 'application/graphql-response+json; charset=utf-8'] as const
export type JsonType = (typeof JSON_TYPES)[number]

const STREAMS: readonly StreamEncoding[] = [EVENT_STREAM, MULTIPART]
const HTML = 'text/html; charset=utf-8'

/** There are as many headers as there are kinds of clients. */
const known = new LRUCache<string, Acceptance>({ max: 200 })
/** Longer ones are not kept. */
const MAX_KEPT_LENGTH = 500

/**
 * What an Accept header takes (RFC 9110, section 12.5.1): of each type by the range that fits it most closely, parameters
 * included; of those that it takes, the one that it likes best, or else names most closely or first. Without the header a
 * client takes JSON, as GraphQL over HTTP has it: it would not know what to do with a stream.
 */
export function acceptanceOf(accept: string | undefined = 'application/json'): Acceptance {
  const before = known.get(accept)
  if (before) return before
  const taken = new Negotiator({ headers: { accept } }).mediaTypes([...JSON_TYPES, ...STREAMS.map(typeOf), HTML])
  const acceptance: Acceptance = {
    stream: first(taken, STREAMS, typeOf),
    json: first(taken, JSON_TYPES, (type) => type),
    html: taken[0] === HTML,
  }
  if (accept.length <= MAX_KEPT_LENGTH) known.set(accept, acceptance)
  return acceptance
}

const typeOf = ({ contentType }: StreamEncoding) => contentType

function first<Offer>(
  taken: readonly string[],
  offers: readonly Offer[],
  type: (offer: Offer) => string,
): Offer | null {
  for (const one of taken) {
    const offer = offers.find((candidate) => type(candidate) === one)
    if (offer) return offer
  }
  return null
}
