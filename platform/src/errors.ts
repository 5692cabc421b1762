import { randomUUID } from 'node:crypto'
import { GraphQLError } from 'graphql'
import type { GraphQLFormattedError } from 'graphql'
import type { z } from 'zod'
import type { Logger } from './logger.ts'

/** What went wrong, for a person to see and a program to act on: `path` leads to the input field. */
export interface Issue {
  path: (string | number)[]
  message: string
}

/** The codes that product code decides on. */
export type DomainErrorCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'BAD_USER_INPUT'
  | 'CONFLICT'
  | 'RATE_LIMITED'
  | 'CURSOR_EXPIRED'
  | 'SERVICE_UNAVAILABLE'

/** All values that `extensions.code` can have: the above and what the GraphQL layer itself answers. */
export const ERROR_CODES: ReadonlySet<string> = new Set<DomainErrorCode | (string & {})>([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'BAD_USER_INPUT',
  'CONFLICT',
  'RATE_LIMITED',
  'CURSOR_EXPIRED',
  'SERVICE_UNAVAILABLE',
  'SUBSCRIPTION_SCHEMA_RELOAD',
  'SUBSCRIPTION_INTERRUPTED',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_REQUEST',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'PERSISTED_QUERY_NOT_IN_LIST',
  'QUERY_NOT_IN_SAFELIST',
  'INTERNAL_SERVER_ERROR',
])

/** An error that is part of what the API promises. Thrown where it is decided; reaches the client as it is. */
export class DomainError extends GraphQLError {
  override name = 'DomainError'
  readonly code: DomainErrorCode

  constructor(
    code: DomainErrorCode,
    message: string,
    extensions: Record<string, unknown> = {},
    options: ErrorOptions = {},
  ) {
    super(message, {
      extensions: { ...extensions, code },
      ...(options.cause instanceof Error && { originalError: options.cause }),
    })
    this.code = code
  }
}

export const unauthenticated = (message = 'Sign in first.') => new DomainError('UNAUTHENTICATED', message)
export const forbidden = (message: string) => new DomainError('FORBIDDEN', message)
/** `what`: the thing's name as the schema has it, such as "conversation". */
export const notFound = (what: string) => new DomainError('NOT_FOUND', `There is no such ${what}.`)
export const conflict = (message: string) => new DomainError('CONFLICT', message)

/** How many fields at fault one error names. */
export const MAX_ISSUES = 100

/** Tells of the first {@link MAX_ISSUES}: a list of thousands that are all wrong is answered in a few words. */
export function badUserInput(issues: Issue[]): DomainError {
  const told = issues.slice(0, MAX_ISSUES)
  const message = told.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')
  const others = issues.length - told.length
  return new DomainError('BAD_USER_INPUT', others > 0 ? `${message}; and ${others} more` : message, { issues: told })
}

/** `retryAfterSeconds`: whole seconds, at least 1. */
export const rateLimited = (retryAfterSeconds: number) => {
  const retryAfter = Math.max(1, Math.ceil(retryAfterSeconds))
  return new DomainError('RATE_LIMITED', `Too many requests. Try again in ${retryAfter} seconds.`, { retryAfter })
}

/** For how many seconds a client should leave alone what is away: restarts take about as long. */
const UNAVAILABLE_RETRY_AFTER_SECONDS = 5

/**
 * What the request needs is away and is expected back, so the same request may succeed later.
 * @param cause what failed, for the log
 */
export const serviceUnavailable = (cause: unknown) =>
  unavailable(`This is not available right now. Try again in ${UNAVAILABLE_RETRY_AFTER_SECONDS} seconds.`, cause)

/**
 * As {@link serviceUnavailable}, when what was asked for may have been done and only the answer was lost.
 * @param cause what failed, for the log
 */
export const outcomeUnknown = (cause: unknown) =>
  unavailable('The answer was lost on its way: what you asked for may have been done.', cause)

const unavailable = (message: string, cause: unknown) =>
  new DomainError('SERVICE_UNAVAILABLE', message, { retryAfter: UNAVAILABLE_RETRY_AFTER_SECONDS }, { cause })

/**
 * Checks input against the rules that SDL cannot say.
 * @param at where the input stands among the field's arguments, such as `['input']`
 * @throws DomainError BAD_USER_INPUT that names each field
 */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  at: (string | number)[] = [],
): z.infer<Schema> {
  const garbled = illFormedPaths(value)
  if (garbled.length > 0)
    throw badUserInput(garbled.map((path) => ({ path: [...at, ...path], message: 'is not well-formed Unicode' })))
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw badUserInput(
    parsed.error.issues.map(({ path, message }) => ({
      path: [...at, ...path.map((key) => (typeof key === 'number' ? key : String(key)))],
      message,
    })),
  )
}

/** Half of a surrogate pair cannot be stored as UTF-8: it would come back as another character, the same for all halves. */
function illFormedPaths(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value === 'string') return value.isWellFormed() ? [] : [path]
  if (typeof value !== 'object' || value === null) return []
  const entries = Array.isArray(value) ? value.entries() : Object.entries(value)
  return [...entries].flatMap(([key, part]) => illFormedPaths(part, [...path, key]))
}

/**
 * Makes of any error what a client may see: known codes pass; all else becomes INTERNAL_SERVER_ERROR with a `traceId`
 * under which the log has the details. What is unavailable is logged too.
 */
export function maskError(formatted: GraphQLFormattedError, error: unknown, logger: Logger): GraphQLFormattedError {
  const code = formatted.extensions?.code
  const { message, locations, path } = formatted
  if (typeof code === 'string' && code !== 'INTERNAL_SERVER_ERROR' && ERROR_CODES.has(code)) {
    if (code === 'SERVICE_UNAVAILABLE') logger.warn({ err: causeOf(error), path }, 'unavailable')
    const { stacktrace: _, serviceName: __, ...extensions } = formatted.extensions ?? {}
    return { message, ...(locations && { locations }), ...(path && { path }), extensions }
  }
  const given = formatted.extensions?.traceId
  const traceId = typeof given === 'string' ? given : randomUUID()
  logger.error({ err: error, traceId, path }, 'internal error')
  return {
    message: 'Something went wrong on our side.',
    ...(locations && { locations }),
    ...(path && { path }),
    extensions: { code: 'INTERNAL_SERVER_ERROR', traceId },
  }
}

/** A GraphQLError carries what caused it as its original error. */
const causeOf = (error: unknown): unknown => (error instanceof GraphQLError ? (error.originalError ?? error) : error)
