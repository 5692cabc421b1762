import * as z from 'zod/mini'
import type { ApiError } from '../features/session/session-answer.ts'
import { errorAnswer } from '../features/session/session-answer.ts'
import { errorWords, fieldWords } from './error-words.ts'

const apiIssues = z.array(z.object({ path: z.array(z.union([z.string(), z.number()])), message: z.string() }))
/** An answer of a server that is not GraphQL's, as Apollo throws it. */
const serverError = z.object({ name: z.literal('ServerError'), statusCode: z.number() })

/**
 * The API's own error behind whatever was thrown; null when it did not get as far as the API. What is thrown is told by its
 * form: the sign-in page, which needs the words too, does without Apollo and its classes.
 */
const firstApiError = (error: unknown): ApiError | null => errorAnswer.safeParse(error).data?.errors[0] ?? null

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

/** How many more guesses a code bears, when the API said that one was wrong. */
export function guessesLeft(error: unknown): number | null {
  const left = firstApiError(error)?.extensions?.['guessesLeft']
  return typeof left === 'number' ? left : null
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
  const status = serverError.safeParse(error).data?.statusCode
  return status === undefined || status >= 500 || status === 429
}

/** What to tell the person, in our words: the API's own are for programs. */
export function errorText(error: unknown): string {
  const fields = issuesOf(error).flatMap(({ path }) => fieldOf(path) ?? [])
  return errorWords({ code: errorCode(error), retryAfter: retryAfterSeconds(error), fields })
}

/** What is wrong with one value of an input, by the name of its field; null when the API found nothing. */
export function issueOf(error: unknown, field: string): string | null {
  if (!issuesOf(error).some(({ path }) => fieldOf(path) === field)) return null
  return errorCode(error) === 'CONFLICT' ? errorText(error) : fieldWords(field)
}

/** Which places of a list in an input the API refuses. */
export function refusedPlaces(error: unknown, field: string): number[] {
  return issuesOf(error).flatMap(({ path }) => {
    const place = path.at(-1)
    return fieldOf(path) === field && typeof place === 'number' ? [place] : []
  })
}

function issuesOf(error: unknown): z.infer<typeof apiIssues> {
  return apiIssues.safeParse(firstApiError(error)?.extensions?.['issues']).data ?? []
}

const fieldOf = (path: readonly (string | number)[]): string | undefined =>
  path.findLast((key) => typeof key === 'string')
