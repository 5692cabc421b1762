import { ApolloServer, HeaderMap } from '@apollo/server'
import { buildSubgraphSchema } from '@apollo/subgraph'
import type { GraphQLResolverMap } from '@apollo/subgraph'
import { unwrapResolverError } from '@apollo/server/errors'
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { parse } from 'graphql'
import { IDENTITY_HEADER } from './assertions.ts'
import type { VerifyAssertion } from './assertions.ts'
import { BodyTooLargeError, readBody, sendJson } from './http-server.ts'
import type { Handler } from './http-server.ts'
import { maskError } from './errors.ts'
import type { Identity } from './identity.ts'
import { ABANDONED, RequestAbandonedError, stopAbandonedRequests } from './abandoned-requests.ts'
import type { Logger } from './logger.ts'
import { refuseServices } from './public-fields.ts'
import type { PublicFields } from './public-fields.ts'
import { tellServersAway } from './servers-away.ts'

export interface SubgraphOptions<Context extends { identity: Identity }> {
  /** The SDL, all files joined. */
  typeDefs: string
  resolvers: GraphQLResolverMap<Context>
  /** What a service may read; all other fields refuse it. */
  publicFields: PublicFields
  /**
   * What resolvers get; made anew for each request, so that loaders batch within one and cache nothing beyond it.
   * `abandoned` is aborted when nobody waits for the answer any more. No resolver is called from then on; what takes long
   * within one can look at it.
   */
  createContext: (identity: Identity, abandoned: AbortSignal) => Context
  verifyAssertion: VerifyAssertion
  logger: Logger
}

/** Largest request that the gateway may send to a subgraph, in bytes. */
export const MAX_SUBGRAPH_BODY_BYTES = 4 * 1024 * 1024

/**
 * Makes the `/graphql` handler of a subgraph. It answers only requests that carry an assertion of who asks, all others
 * get 401 and UNAUTHENTICATED.
 */
export async function createSubgraph<Context extends { identity: Identity }>(
  options: SubgraphOptions<Context>,
): Promise<AsyncDisposable & { handle: Handler }> {
  const { typeDefs, resolvers, publicFields, createContext, verifyAssertion, logger } = options
  const schema = buildSubgraphSchema([{ typeDefs: parse(typeDefs), resolvers }])
  refuseServices(schema, publicFields)
  tellServersAway(schema)
  stopAbandonedRequests(schema)
  const apollo = new ApolloServer<Context>({
    schema,
    introspection: true,
    // Only the gateway can reach a resolver, and it sends no cookies.
    csrfPrevention: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    plugins: [ApolloServerPluginInlineTraceDisabled()],
    // Nobody reads, and nothing went wrong, where a request was abandoned.
    formatError: (formatted, error) => {
      const cause = unwrapResolverError(error)
      return cause instanceof RequestAbandonedError ? formatted : maskError(formatted, cause, logger)
    },
  })
  await apollo.start()
  return {
    handle: requireIdentity(verifyAssertion, async (identity, request, response) => {
      const client = new AbortController()
      response.once('close', () => response.writableFinished || client.abort())
      const body = await readJson(request, response)
      if (body === undefined) return
      const result = await apollo.executeHTTPGraphQLRequest({
        httpGraphQLRequest: { method: request.method ?? 'POST', headers: toHeaderMap(request), search: '', body },
        context: async () => ({ ...createContext(identity, client.signal), [ABANDONED]: client.signal }),
      })
      if (client.signal.aborted) return
      response.writeHead(result.status ?? 200, Object.fromEntries(result.headers))
      if (result.body.kind === 'complete') response.write(result.body.string)
      else for await (const chunk of result.body.asyncIterator) response.write(chunk)
      response.end()
    }),
    [Symbol.asyncDispose]: () => apollo.stop(),
  }
}

/** Wraps a handler that only Colloquy's own services may call: without a valid assertion it answers 401. */
export function requireIdentity(
  verifyAssertion: VerifyAssertion,
  handle: (identity: Identity, request: IncomingMessage, response: ServerResponse) => Promise<void>,
): Handler {
  return async (request, response) => {
    const identity = verifyAssertion(request.headers[IDENTITY_HEADER]?.toString())
    if (identity) return handle(identity, request, response)
    sendJson(response, 401, {
      errors: [{ message: 'The request carries no valid identity.', extensions: { code: 'UNAUTHENTICATED' } }],
    })
  }
}

/** The parsed body; undefined when it is not JSON or too large, with the response already sent. */
export async function readJson(
  request: IncomingMessage,
  response: ServerResponse,
  maxBytes = MAX_SUBGRAPH_BODY_BYTES,
): Promise<unknown> {
  try {
    return JSON.parse(await readBody(request, maxBytes))
  } catch (error) {
    const [status, message] = error instanceof BodyTooLargeError ? [413, error.message] : [400, 'The body is not JSON.']
    sendJson(response, status, { errors: [{ message, extensions: { code: 'BAD_REQUEST' } }] })
    return undefined
  }
}

function toHeaderMap(request: IncomingMessage): HeaderMap {
  const headers = new HeaderMap()
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  }
  return headers
}
