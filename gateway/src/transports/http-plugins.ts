import type { ApolloServerPlugin } from '@apollo/server'
import { HeaderMap } from '@apollo/server'
import type { GatewayInterface } from '@apollo/server-gateway-interface'
import { GraphQLError, OperationTypeNode } from 'graphql'
import type { Operations } from '../operations/operations.ts'
import { withinTimeout } from '../operations/timeout.ts'

/** Stands in for Apollo Server's validation: nothing runs that the limits and the schema do not allow. */
export function prepareOperations(operations: Operations): ApolloServerPlugin {
  const refusal = (errors: readonly GraphQLError[]) => ({
    http: { status: 400, headers: new HeaderMap() },
    body: { kind: 'single' as const, singleResult: { errors: errors.map((error) => error.toJSON()) } },
  })
  return {
    requestDidStart: async () => ({
      async responseForOperation({ source, request }) {
        const prepared = operations.prepare(source, request.operationName)
        if (!prepared.ok) return refusal(prepared.errors)
        if (prepared.operation.operation !== OperationTypeNode.SUBSCRIPTION) return null
        const message = 'Subscriptions run over a WebSocket, by the protocol graphql-transport-ws.'
        return refusal([new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' } })])
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
 * Answers a wrong operation with 200 to clients that do not ask for `application/graphql-response+json`: older ones take
 * any other status for a failure of the network and never read the errors (GraphQL over HTTP, section 6.4.1).
 */
export function statusByMediaType(): ApolloServerPlugin {
  return {
    requestDidStart: async () => ({
      async willSendResponse({ request, response }) {
        if (response.http.status !== 400 || response.body.kind !== 'single') return
        if (request.http?.headers.get('accept')?.includes('application/graphql-response+json')) return
        const errors = response.body.singleResult.errors ?? []
        if (errors.every(({ extensions }) => OPERATION_CODES.has(extensions?.code))) response.http.status = 200
      },
    }),
  }
}

/** The same gateway, with an end to how long it may take. */
export function limitTime(gateway: GatewayInterface, timeoutMs: number): GatewayInterface {
  return {
    onSchemaLoadOrUpdate: (callback) => gateway.onSchemaLoadOrUpdate(callback),
    async load(options) {
      const { executor } = await gateway.load(options)
      return { executor: executor && ((context) => withinTimeout(timeoutMs, executor(context))) }
    },
    stop: () => gateway.stop(),
  }
}
