import { GraphQLError } from 'graphql'
import type { GraphQLErrorOptions } from 'graphql'

/** Every `extensions.code` that the federation itself gives an error. What subgraphs say keeps the code that they gave it. */
export const FEDERATION_ERROR_CODES = [
  /** Nobody is signed in, and `@authenticated` or `@requiresScopes` asks for it. */
  'UNAUTHENTICATED',
  /** The viewer lacks the scopes that `@requiresScopes` asks for. */
  'FORBIDDEN',
  /** The request is wrong apart from its document, such as a subscription by plain HTTP. */
  'BAD_REQUEST',
  /** The variables are wrong: `issues` lists `{ path, message }`. */
  'BAD_USER_INPUT',
  'GRAPHQL_PARSE_FAILED',
  /** Not valid for the schema, past a limit, or with selections of which one would be taken for another. */
  'GRAPHQL_VALIDATION_FAILED',
  /** The document has no operation of that name. */
  'OPERATION_RESOLUTION_FAILURE',
  /** No document of that hash is known, or no more: send it together with the hash. */
  'PERSISTED_QUERY_NOT_FOUND',
  /** Documents are not kept here: send them whole. */
  'PERSISTED_QUERY_NOT_SUPPORTED',
  /** Trusted documents alone may run, and none has that id. */
  'PERSISTED_QUERY_NOT_IN_LIST',
  /** Trusted documents alone may run, and this is none of them. */
  'QUERY_NOT_IN_SAFELIST',
  /** Too many operations are under way on one socket: `retryAfter` says in how many seconds to try again. */
  'RATE_LIMITED',
  /** A subgraph is away and expected back: `retryAfter`, in seconds. */
  'SERVICE_UNAVAILABLE',
  /** The subscription had to end. Subscribe again, from the last event. */
  'SUBSCRIPTION_INTERRUPTED',
  /** A new supergraph changes what the subscription means. Subscribe again. */
  'SUBSCRIPTION_SCHEMA_RELOAD',
  /** A fault of the federation, or of a subgraph that gave no GraphQL answer. */
  'INTERNAL_SERVER_ERROR',
] as const

export type FederationErrorCode = (typeof FEDERATION_ERROR_CODES)[number]

/** An error that the federation decides on. Where something else has failed, `originalError` is that: for the log. */
export class FederationError extends GraphQLError {
  override name = 'FederationError'
  readonly code: FederationErrorCode

  constructor(code: FederationErrorCode, message: string, options: GraphQLErrorOptions = {}) {
    super(message, { ...options, extensions: { ...options.extensions, code } })
    this.code = code
  }
}

/** For how many seconds a client should leave alone what is away: restarts take about as long. */
const UNAVAILABLE_RETRY_AFTER_SECONDS = 5

/** What the request needs is away and is expected back, so the same request may succeed later. */
export const serviceUnavailable = (originalError: Error) =>
  unavailable(
    `This is not available right now. Try again in ${UNAVAILABLE_RETRY_AFTER_SECONDS} seconds.`,
    originalError,
  )

/** As {@link serviceUnavailable}, when what was asked for may have been done and only the answer was lost. */
export const outcomeUnknown = (originalError: Error) =>
  unavailable('The answer was lost on its way: what you asked for may have been done.', originalError)

const unavailable = (message: string, originalError: Error) =>
  new FederationError('SERVICE_UNAVAILABLE', message, {
    originalError,
    extensions: { retryAfter: UNAVAILABLE_RETRY_AFTER_SECONDS },
  })

/** The client has had all until now; for what comes after, it has to subscribe again. */
export const interrupted = (why: string) => ended('SUBSCRIPTION_INTERRUPTED', why)

/** The operation means something else from now on, or nothing. */
export const schemaChanged = () => ended('SUBSCRIPTION_SCHEMA_RELOAD', 'The schema has changed.')

const ended = (code: FederationErrorCode, why: string) =>
  new FederationError(code, `${why} Subscribe again, from the last event received.`)

/** Whether an error is what a client is to be told, rather than a failure. */
export const isRefusal = (error: unknown): error is GraphQLError | AggregateError =>
  error instanceof GraphQLError || error instanceof AggregateError

/** The GraphQL errors that anything thrown stands for; what is unknown is an internal error. */
export function graphQLErrorsOf(error: unknown): readonly GraphQLError[] {
  if (error instanceof GraphQLError) return [error]
  if (error instanceof AggregateError) return error.errors.flatMap(graphQLErrorsOf)
  const originalError = error instanceof Error ? error : new Error(String(error))
  return [new FederationError('INTERNAL_SERVER_ERROR', originalError.message, { originalError })]
}
