import { HeaderMap } from '@apollo/server'
import { DomainError } from '@colloquy/platform/errors'
import { GraphQLError } from 'graphql'

/**
 * What Apollo Server makes of an error of the request as a whole: it takes `http` out of the extensions.
 * @param headers beside those that the error itself has
 */
export function withHttpStatus(error: unknown, headers: readonly [string, string][] = []): unknown {
  if (!(error instanceof DomainError)) return error
  const http = { status: statusOf(error), headers: new HeaderMap([...headers, ...headersOf(error)]) }
  return new GraphQLError(error.message, { originalError: error, extensions: { ...error.extensions, http } })
}

const STATUSES: Partial<Record<DomainError['code'], number>> = {
  UNAUTHENTICATED: 401,
  RATE_LIMITED: 429,
  SERVICE_UNAVAILABLE: 503,
}

const statusOf = ({ code }: DomainError) => STATUSES[code] ?? 400

function headersOf({ code, extensions }: DomainError): HeaderMap {
  if (code === 'UNAUTHENTICATED') return new HeaderMap([['www-authenticate', 'Bearer']])
  const { retryAfter } = extensions
  return new HeaderMap(typeof retryAfter === 'number' ? [['retry-after', String(retryAfter)]] : [])
}
