import type { ApolloServerPlugin } from '@apollo/server'
import { HeaderMap } from '@apollo/server'
import type { GatewayInterface } from '@apollo/server-gateway-interface'
import { GraphQLError, OperationTypeNode } from 'graphql'
import type { Charges, CostReport } from '../operations/charges.ts'
import type { Operations } from '../operations/operations.ts'
import { withinTimeout } from '../operations/timeout.ts'
import { graphQLErrorsOf, isRefusal } from '../supergraph/errors.ts'
import type { GatewayContext } from '../supergraph/gateway-interface.ts'
import { isRateLimited } from './cost-plugin.ts'

const GRAPHQL_RESPONSE = 'application/graphql-response+json'

/** What the plugins know of a request. */
export interface HttpContext extends GatewayContext {
  /** Of the operation, once that is known. */
  cost?: CostReport
}

/** Stands in for Apollo Server's validation: nothing runs that the limits and the schema do not allow. */
export function prepareOperations(operations: Operations, charges: Charges): ApolloServerPlugin<HttpContext> {
  const refusal = (errors: readonly GraphQLError[]) => ({
    http: { status: errors.some(isRateLimited) ? 429 : 400, headers: new HeaderMap() },
    body: { kind: 'single' as const, singleResult: { errors: errors.map((error) => error.toJSON()) } },
  })
  return {
    requestDidStart: async () => ({
      async responseForOperation({ source, request, contextValue }) {
        const prepared = operations.prepare(source, request.operationName)
        if (!prepared.ok) return refusal(prepared.errors)
        if (prepared.operation.operation === OperationTypeNode.SUBSCRIPTION) {
          const message = 'Subscriptions run over a WebSocket, by the protocol graphql-transport-ws.'
          return refusal([new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' } })])
        }
        const { document } = prepared
        const { operationName, variables = {} } = request
        try {
          contextValue.cost = charges.operation(contextValue.identity, { document, operationName, variables })
          return null
        } catch (error) {
          if (!isRefusal(error)) throw error
          return refusal(graphQLErrorsOf(error))
        }
      },
    }),
  }
}

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
        } else if (http.status === 400 && !request.http?.headers.get('accept')?.includes(GRAPHQL_RESPONSE)) {
          if (errors.every(({ extensions }) => OPERATION_CODES.has(extensions?.code))) http.status = 200
        }
      },
    }),
  }
}

/** The same gateway, with an end to how long it may take. Its context's signal is aborted when the client has gone. */
export function limitTime(gateway: GatewayInterface, timeoutMs: number): GatewayInterface {
  return {
    onSchemaLoadOrUpdate: (callback) => gateway.onSchemaLoadOrUpdate(callback),
    async load(options) {
      const { executor } = await gateway.load(options)
      return {
        executor:
          executor &&
          ((request) => {
            const context: Partial<GatewayContext> = request.context
            return withinTimeout(timeoutMs, context.signal, (signal) =>
              executor({ ...request, context: { ...context, signal } }),
            )
          }),
      }
    },
    stop: () => gateway.stop(),
  }
}
