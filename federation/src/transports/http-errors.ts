import type { ServerResponse } from 'node:http'
import { HeaderMap } from '@apollo/server'
import { GraphQLError } from 'graphql'
import { toFormatted } from '../live/format-error.ts'
import type { FormatError } from '../live/format-error.ts'
import { graphQLErrorsOf } from '../plan/errors.ts'
import { ConnectionRefusal } from './caller.ts'
import { refuseRequest } from './refusal.ts'
import type { Refusal } from './refusal.ts'

/**
 * What Apollo Server makes of an error of the request as a whole: it takes `http` out of the extensions.
 * @param headers beside those that the error itself has
 */
export function withHttpStatus(error: unknown, headers: readonly [string, string][] = []): unknown {
  if (!(error instanceof GraphQLError)) return error
  const http = { status: statusOf(error), headers: new HeaderMap([...headers, ...headersOf(error)]) }
  return new GraphQLError(error.message, { originalError: error, extensions: { ...error.extensions, http } })
}

/** Answers a request that asked for a stream, and before it has begun. */
export function answerError(response: ServerResponse, error: unknown, formatError: FormatError): void {
  if (error instanceof ConnectionRefusal) return refuseRequest(response, refusalOf(error))
  const errors = graphQLErrorsOf(error)
  const [first] = errors
  const headers = Object.fromEntries(first ? headersOf(first) : [])
  response.writeHead(first ? statusOf(first) : 500, { ...headers, 'content-type': 'application/json; charset=utf-8' })
  response.end(JSON.stringify({ errors: errors.map((one) => toFormatted(one, formatError)) }))
}

const TRY_AGAIN_LATER = 1013

const refusalOf = ({ closing: { code, reason } }: ConnectionRefusal): Refusal =>
  code === TRY_AGAIN_LATER
    ? { status: 503, message: `${reason}.`, retryAfter: 1 }
    : { status: 403, message: `${reason}.` }

const STATUSES = new Map<unknown, number>([
  ['UNAUTHENTICATED', 401],
  ['RATE_LIMITED', 429],
  ['SERVICE_UNAVAILABLE', 503],
  ['INTERNAL_SERVER_ERROR', 500],
  // By Apollo's protocol the request has been answered.
  ['PERSISTED_QUERY_NOT_FOUND', 200],
  ['PERSISTED_QUERY_NOT_SUPPORTED', 200],
])

const statusOf = ({ extensions }: GraphQLError) => STATUSES.get(extensions.code) ?? 400

function headersOf({ extensions: { code, retryAfter } }: GraphQLError): [string, string][] {
  if (code === 'UNAUTHENTICATED') return [['www-authenticate', 'Bearer']]
  return typeof retryAfter === 'number' ? [['retry-after', String(retryAfter)]] : []
}
