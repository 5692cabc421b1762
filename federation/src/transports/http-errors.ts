import { HeaderMap } from '@apollo/server'
import { GraphQLError } from 'graphql'

/**
 * What Apollo Server makes of an error of the request as a whole: it takes `http` out of the extensions.
 * @param headers beside those that the error itself has
 */
export function withHttpStatus(error: unknown, headers: readonly [string, string][] = []): unknown {
  if (!(error instanceof GraphQLError)) return error
  const http = { status: statusOf(error), headers: new HeaderMap([...headers, ...headersOf(error)]) }
  return new GraphQLError(error.message, { originalError: error, extensions: { ...error.extensions, http } })
}

const STATUSES = new Map<unknown, number>([
  ['UNAUTHENTICATED', 401],
  ['RATE_LIMITED', 429],
  ['SERVICE_UNAVAILABLE', 503],
])

const statusOf = ({ extensions }: GraphQLError) => STATUSES.get(extensions.code) ?? 400

function headersOf({ extensions: { code, retryAfter } }: GraphQLError): [string, string][] {
  if (code === 'UNAUTHENTICATED') return [['www-authenticate', 'Bearer']]
  return typeof retryAfter === 'number' ? [['retry-after', String(retryAfter)]] : []
}
