import { CombinedGraphQLErrors, ServerError } from '@apollo/client/errors'
import type { GraphQLFormattedError } from 'graphql'
import { z } from 'zod'
import { SessionRefused } from '../features/session/session.ts'

const apiIssues = z.array(z.object({ path: z.array(z.union([z.string(), z.number()])), message: z.string() }))

/** The API's own error behind whatever was thrown; null when it did not get as far as the API. */
function firstApiError(error: unknown): Pick<GraphQLFormattedError, 'message' | 'extensions'> | null {
  if (CombinedGraphQLErrors.is(error)) return error.errors[0] ?? null
  if (error instanceof SessionRefused) return error.errors[0] ?? null
  return null
}

/** One of the API's closed list of codes; null when the API was not reached. */
export function errorCode(error: unknown): string | null {
  const code = firstApiError(error)?.extensions?.['code']
  return typeof code === 'string' ? code : null
}

/** How long to wait, when the API said so. */
export function retryAfterSeconds(error: unknown): number | null {
  const seconds = firstApiError(error)?.extensions?.['retryAfter']
  return typeof seconds === 'number' ? Math.ceil(seconds) : null
}

const PASSING_CODES: ReadonlySet<string> = new Set([
  'INTERNAL_SERVER_ERROR',
  'SERVICE_UNAVAILABLE',
  'RATE_LIMITED',
  'UNAUTHENTICATED',
])

/** Whether the same request may well succeed later: the network, a server in trouble, or too many requests. */
export function isPassing(error: unknown): boolean {
  const code = errorCode(error)
  if (code !== null) return PASSING_CODES.has(code)
  if (ServerError.is(error)) return error.statusCode >= 500 || error.statusCode === 429
  return true
}

const waitWords = new Intl.NumberFormat('en', { style: 'unit', unit: 'second', unitDisplay: 'long' })
const waitMinutes = new Intl.NumberFormat('en', { style: 'unit', unit: 'minute', unitDisplay: 'long' })

const wait = (seconds: number) =>
  seconds < 120 ? waitWords.format(seconds) : waitMinutes.format(Math.ceil(seconds / 60))

/** What to tell the person: the API's words where they are meant for people, ours otherwise. */
export function errorText(error: unknown): string {
  const apiError = firstApiError(error)
  const retryAfter = retryAfterSeconds(error)
  switch (errorCode(error)) {
    case null:
      return 'The chat cannot be reached right now. Check your connection and try again.'
    case 'RATE_LIMITED':
      return retryAfter
        ? `That was too often. Try again in ${wait(retryAfter)}.`
        : 'That was too often. Try again later.'
    case 'SERVICE_UNAVAILABLE':
      return retryAfter
        ? `This is not available right now. Try again in ${wait(retryAfter)}.`
        : 'This is not available right now. Try again in a moment.'
    case 'INTERNAL_SERVER_ERROR':
      return 'Something went wrong on our side. Try again in a moment.'
    default:
      return apiError?.message ?? 'That did not work.'
  }
}

/** What the API says about one value of an input, by the name of its field. */
export function issueOf(error: unknown, field: string): string | null {
  const issues = firstApiError(error)?.extensions?.['issues']
  const parsed = apiIssues.safeParse(issues)
  return parsed.data?.find(({ path }) => path.at(-1) === field)?.message ?? null
}
