import type { ApolloServerPlugin } from '@apollo/server'
import { HeaderMap } from '@apollo/server'
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled'
import type { GatewayInterface } from '@apollo/server-gateway-interface'
import { OperationTypeNode } from 'graphql'
import type { GraphQLError, GraphQLFormattedError } from 'graphql'
import { FederationError, graphQLErrorsOf, isRefusal } from '../plan/errors.ts'
import { acceptanceOf } from './accept.ts'
import type { Charges } from './charges.ts'
import { costHeaders } from './cost-headers.ts'
import type { AdmittedOperation, Requests } from './requests.ts'

/** Whether a client gets `application/graphql-response+json`. */
const isModern = (accept: string | undefined) => acceptanceOf(accept).json?.startsWith('application/graphql-response')

/** What the plugins know of a request. */
export interface HttpContext<Viewer> {
  viewer: Viewer
  /** Aborted when the client has gone. */
  signal: AbortSignal
  /** Once it has been admitted. */
  operation?: AdmittedOperation
}

/** Stands in for Apollo Server's validation: nothing runs that the limits and the schema do not allow. */
export function admitOperations<Viewer>(requests: Requests<Viewer>): ApolloServerPlugin<HttpContext<Viewer>> {
  const refusal = (errors: readonly GraphQLError[], status = errors.some(isRateLimited) ? 429 : 400) => ({
    http: { status, headers: new HeaderMap() },
    body: { kind: 'single' as const, singleResult: { errors: errors.map((error) => error.toJSON()) } },
  })
  return {
    requestDidStart: async () => ({
      async responseForOperation({ source, request, contextValue }) {
        const { operationName, variables, extensions } = request
        try {
          const operation = await requests.admit(contextValue.viewer, {
            query: source,
            operationName,
            variables,
            extensions,
          })
          if (operation.kind === OperationTypeNode.SUBSCRIPTION) return refusal([NO_SUBSCRIPTIONS], 406)
          contextValue.operation = operation
          return null
        } catch (error) {
          if (!isRefusal(error)) throw error
          return refusal(graphQLErrorsOf(error))
        }
      },
    }),
  }
}

const NO_SUBSCRIPTIONS = new FederationError(
  'BAD_REQUEST',
  'Subscriptions run over a WebSocket by graphql-transport-ws, or where text/event-stream or multipart/mixed;subscriptionSpec=1.0 is accepted.',
)

/** Runs what {@link admitOperations} has let through. */
export const runAdmitted =
  <Viewer>(requests: Requests<Viewer>): Executor =>
  (request) => {
    const { viewer, operation, signal }: Partial<HttpContext<Viewer>> = request.context
    if (viewer === undefined || !operation) throw new Error('An operation runs that was not admitted.')
    return requests.execute(viewer, operation, signal)
  }

type Executor = NonNullable<Awaited<ReturnType<GatewayInterface['load']>>['executor']>

/**
 * Tells what an operation cost and what is left: in `extensions.cost`, and in the headers RateLimit and RateLimit-Policy. Where
 * anything in the answer was RATE_LIMITED, Retry-After says when all of it can be asked for again.
 */
export function tellCosts<Viewer>(charges: Charges<Viewer> | undefined): ApolloServerPlugin<HttpContext<Viewer>> {
  return {
    requestDidStart: async () => ({
      async willSendResponse({ response, contextValue }) {
        const { headers } = response.http
        const allowance = charges?.allowance(contextValue.viewer)
        for (const [name, value] of allowance ? costHeaders(allowance) : []) headers.set(name, value)
        if (response.body.kind !== 'single') return
        const { singleResult } = response.body
        const { operation } = contextValue
        if (operation) singleResult.extensions = { ...singleResult.extensions, cost: operation.cost }
        const delays = (singleResult.errors ?? []).filter(isRateLimited).map(({ extensions }) => extensions?.retryAfter)
        const seconds = Math.max(0, ...delays.filter((delay) => typeof delay === 'number'))
        if (seconds > 0) headers.set('retry-after', String(seconds))
      },
    }),
  }
}

const isRateLimited = ({ extensions }: GraphQLFormattedError): boolean => extensions?.code === 'RATE_LIMITED'

/** What is wrong with an operation, rather than with the HTTP request that carries it. */
const OPERATION_CODES: ReadonlySet<unknown> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_USER_INPUT',
])

/**
 * Gives answers without data the status that GraphQL over HTTP asks for. What failed on our side is 500, or 503 with
 * Retry-After. A wrong operation is 200 to clients that do not ask for `application/graphql-response+json`: older ones take
 * any other status for a failure of the network and never read the errors (section 6.4.1).
 */
export function statusByErrors(): ApolloServerPlugin {
  return {
    requestDidStart: async () => ({
      async willSendResponse({ request, response: { body, http } }) {
        if (body.kind !== 'single') return
        const { data, errors = [] } = body.singleResult
        if (data !== null && data !== undefined) return
        const codes = new Set(errors.map(({ extensions }) => extensions?.code))
        if (codes.size === 1 && codes.has('SERVICE_UNAVAILABLE')) {
          // Nothing of it was done, so it has no data, not even null.
          delete body.singleResult.data
          http.status = 503
          http.headers.set('retry-after', String(errors[0]?.extensions?.retryAfter))
        } else if (data === undefined && codes.has('INTERNAL_SERVER_ERROR')) {
          http.status = 500
        } else if (http.status === 400 && !isModern(request.http?.headers.get('accept'))) {
          if (errors.every(({ extensions }) => OPERATION_CODES.has(extensions?.code))) http.status = 200
        }
      },
    }),
  }
}

/** What a person sees who opens the endpoint in a browser; nothing without HTML. */
export const landingPage = (html: string | undefined): ApolloServerPlugin =>
  html === undefined
    ? ApolloServerPluginLandingPageDisabled()
    : { serverWillStart: async () => ({ renderLandingPage: async () => ({ html }) }) }
