import type { IncomingMessage } from 'node:http'
import { EVENT_STREAM } from './event-stream.ts'
import { MULTIPART } from './multipart.ts'
import type { StreamEncoding } from './stream-encoding.ts'

/** What a client would take as an answer. */
export interface Acceptance {
  /** How results are to be streamed; null when it does not take a stream. */
  stream: StreamEncoding | null
  /** Whether an answer of one piece is taken too, which is for queries and mutations. */
  json: boolean
}

interface MediaRange {
  type: string
  parameters: ReadonlySet<string>
  quality: number
}

const JSON_TYPES: ReadonlySet<string> = new Set([
  'application/json',
  'application/graphql-response+json',
  'application/*',
  '*/*',
])

/** By the Accept header (RFC 9110, section 12.5.1): of streams the one that is liked best, or else comes first. */
export function acceptanceOf({ headers: { accept = '*/*' } }: IncomingMessage): Acceptance {
  const ranges = accept.split(',').map(mediaRange)
  const taken = ranges.filter(({ quality }) => quality > 0).toSorted((one, other) => other.quality - one.quality)
  return {
    stream: taken.map(streamOf).find((encoding) => encoding !== null) ?? null,
    json: taken.some(({ type }) => JSON_TYPES.has(type)),
  }
}

/** Multipart without the parameter asks for something else, such as the parts of a `@defer`. */
function streamOf({ type, parameters }: MediaRange): StreamEncoding | null {
  if (type === 'text/event-stream') return EVENT_STREAM
  return type === 'multipart/mixed' && parameters.has('subscriptionspec=1.0') ? MULTIPART : null
}

function mediaRange(text: string): MediaRange {
  const [type = '', ...parameters] = text.split(';').map((part) => part.replaceAll(/[\s"]/g, '').toLowerCase())
  const quality = parameters.find((parameter) => parameter.startsWith('q='))
  return { type, parameters: new Set(parameters), quality: quality === undefined ? 1 : Number(quality.slice(2)) || 0 }
}
