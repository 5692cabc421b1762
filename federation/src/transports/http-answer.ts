import type { ServerResponse } from 'node:http'
import type { GraphQLFormattedError } from 'graphql'
import type { JsonType } from './accept.ts'
import type { Allowance, CostReport } from './charges.ts'
import { costHeaders } from './cost-headers.ts'

/** What is answered to one request, before it has a status. */
export interface HttpAnswer {
  errors?: readonly GraphQLFormattedError[]
  /** Undefined when nothing has run. */
  data?: unknown
  extensions?: Readonly<Record<string, unknown>>
  cost?: CostReport
  /** Of whoever asked, once that is known. */
  allowance?: Allowance
  /** What the HTTP request itself was wrong about. */
  refused?: { status: 405 | 406; allow?: string }
}

/** Sends an answer, with its status, what it cost, and when to try again. */
export function sendAnswer(response: ServerResponse, type: JsonType, answer: HttpAnswer): void {
  const { errors = [], cost, allowance, refused, extensions } = answer
  const status = refused?.status ?? statusOf(answer, type)
  // Nothing of it was done, so it has no data, not even null.
  const data = status === 503 ? undefined : answer.data
  const told = cost ? { ...extensions, cost } : extensions
  const body = JSON.stringify({ ...(errors.length > 0 && { errors }), data, extensions: told })
  for (const [name, value] of allowance ? costHeaders(allowance) : []) response.setHeader(name, value)
  if (status === 401) response.setHeader('www-authenticate', 'Bearer')
  if (refused?.allow !== undefined) response.setHeader('allow', refused.allow)
  const retryAfter = secondsToWait(errors, status)
  if (retryAfter > 0) response.setHeader('retry-after', retryAfter)
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) }).end(body)
}

/** What is wrong with an operation, rather than with the HTTP request that carries it. */
const OF_OPERATION: ReadonlySet<unknown> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_USER_INPUT',
  'PERSISTED_QUERY_NOT_IN_LIST',
  'QUERY_NOT_IN_SAFELIST',
])
const OF_OURS: ReadonlySet<unknown> = new Set(['INTERNAL_SERVER_ERROR', 'SERVICE_UNAVAILABLE'])
/** By Apollo's protocol of persisted queries the request has been answered. */
const ANSWERED: ReadonlySet<unknown> = new Set(['PERSISTED_QUERY_NOT_FOUND', 'PERSISTED_QUERY_NOT_SUPPORTED'])

/**
 * The status that GraphQL over HTTP asks for. What failed on our side is 500, or 503 where all of it was to be done by what is away. A
 * wrong operation is 200 to clients that do not take `application/graphql-response+json`: older ones take any other status for
 * a failure of the network and never read the errors (section 6.4.1).
 */
function statusOf({ data, errors = [] }: HttpAnswer, type: JsonType): number {
  if (data !== null && data !== undefined) return 200
  const codes = new Set(errors.map(({ extensions }) => extensions?.code))
  const all = (known: ReadonlySet<unknown>) => codes.isSubsetOf(known)
  if (codes.size === 1 && codes.has('SERVICE_UNAVAILABLE')) return 503
  const isOurs = codes.has('INTERNAL_SERVER_ERROR')
  if (data === null) return isOurs && all(OF_OURS) ? 500 : 200
  if (isOurs) return 500
  if (codes.has('RATE_LIMITED')) return 429
  if (codes.has('UNAUTHENTICATED')) return 401
  if (all(ANSWERED)) return 200
  return all(OF_OPERATION) && !type.startsWith('application/graphql-response') ? 200 : 400
}

/** When all of it can be asked for again: zero if that is now, or never. */
function secondsToWait(errors: readonly GraphQLFormattedError[], status: number): number {
  const delays = errors.flatMap(({ extensions: { code, retryAfter } = {} }) =>
    typeof retryAfter === 'number' && (code === 'RATE_LIMITED' || status === 503) ? [retryAfter] : [],
  )
  return Math.max(0, ...delays)
}
