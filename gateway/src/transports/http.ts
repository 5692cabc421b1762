import type { IncomingMessage, ServerResponse } from 'node:http'
import { ApolloServer, HeaderMap } from '@apollo/server'
import type { HTTPGraphQLResponse } from '@apollo/server'
import { unwrapResolverError } from '@apollo/server/errors'
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled'
import { maskError } from '@colloquy/platform/errors'
import type { Handler } from '@colloquy/platform/http-server'
import type { Identity } from '@colloquy/platform/identity'
import type { Logger } from '@colloquy/platform/logger'
import type { SecurityLog } from '@colloquy/platform/security-log'
import { clientAddress } from '../identity/client-address.ts'
import type { ClientAddress } from '../identity/client-address.ts'
import type { Identify } from '../identity/identify.ts'
import type { Limits } from '../limits.ts'
import type { Charges } from '../operations/charges.ts'
import type { Operations } from '../operations/operations.ts'
import type { Federation } from '../supergraph/federation.ts'
import { createAddressRequests } from './address-requests.ts'
import { answerCors } from './cors.ts'
import { costHeaders } from './cost-headers.ts'
import { tellCosts } from './cost-plugin.ts'
import { withHttpStatus } from './http-errors.ts'
import { limitTime, prepareOperations, statusByErrors } from './http-plugins.ts'
import type { HttpContext } from './http-plugins.ts'
import { landingPage } from './landing-page.ts'
import { refuseRequest } from './refusal.ts'
import type { Refusal } from './refusal.ts'
import { readRequestBody } from './request-body.ts'

const TOO_MANY_REQUESTS: Refusal = {
  status: 429,
  message: 'Too many requests of this address are under way. Try again in 1 second.',
  retryAfter: 1,
}

export interface HttpTransportOptions {
  federation: Pick<Federation, 'gatewayInterface'>
  operations: Operations
  identify: Identify
  charges: Charges
  limits: Limits
  allowedOrigins: readonly string[]
  trustedProxyHops: number
  webClientSecret?: string
  playgroundUrl?: string
  securityLog: SecurityLog
  logger: Logger
}

/**
 * Makes the `/graphql` handler: GraphQL over HTTP by POST, and queries by GET; with CORS for the origins allowed, and
 * no answer to requests that a page could send without a preflight (CSRF). Introspection is on, as this is an API for
 * others; what a field needs is enforced where it runs.
 */
export async function createHttpTransport(
  options: HttpTransportOptions,
): Promise<AsyncDisposable & { handle: Handler }> {
  const { federation, operations, identify, charges, limits, securityLog, logger } = options
  const apollo = new ApolloServer<HttpContext>({
    gateway: limitTime(federation.gatewayInterface, limits.operationTimeoutMs),
    introspection: true,
    // `prepareOperations` validates, by the rules and from the cache that the WebSocket has too.
    dangerouslyDisableValidation: true,
    parseOptions: { maxTokens: limits.tokens },
    // Each makes a browser ask before it sends, and pages of other origins are told no.
    csrfPrevention: { requestHeaders: ['authorization', 'apollo-require-preflight', 'x-apollo-operation-name'] },
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    formatError: (formatted, error) => maskError(formatted, unwrapResolverError(error), logger),
    logger,
    plugins: [
      prepareOperations(operations, charges),
      tellCosts(charges),
      statusByErrors(),
      landingPage(options.playgroundUrl),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  })
  await apollo.start()
  const requests = createAddressRequests(limits.requestsPerAddress)

  const whoAsks = async (authorization: string | undefined, from: ClientAddress): Promise<Identity> => {
    let identity: Identity | undefined
    try {
      identity = await identify(authorization, from)
      charges.request(identity)
      return identity
    } catch (error) {
      throw withHttpStatus(error, identity && costHeaders(charges.allowance(identity)))
    }
  }

  return {
    async handle(request, response) {
      setSecurityHeaders(response)
      if (answerCors(request, response, options.allowedOrigins)) return
      const { from, refused } = clientAddress(request, options)
      const leave = requests.enter(from.ip)
      if (!leave) {
        securityLog({ type: 'limit-reached', limit: 'requests-of-address' }, from)
        return refuseRequest(response, TOO_MANY_REQUESTS)
      }
      response.once('close', leave)
      const body = await readRequestBody(request, response, limits.bodyBytes)
      if (body === undefined) return
      const client = new AbortController()
      response.once('close', () => response.writableFinished || client.abort())
      const answer = await apollo.executeHTTPGraphQLRequest({
        httpGraphQLRequest: {
          method: request.method ?? 'GET',
          headers: headersOf(request),
          search: new URL(request.url ?? '/', 'http://gateway').search,
          body: body.json,
        },
        context: async () => {
          if (refused) throw withHttpStatus(refused)
          return { identity: await whoAsks(request.headers.authorization, from), signal: client.signal }
        },
      })
      await send(response, answer)
    },
    [Symbol.asyncDispose]: () => apollo.stop(),
  }
}

function setSecurityHeaders(response: ServerResponse): void {
  response.setHeader('x-content-type-options', 'nosniff')
  response.setHeader('cache-control', 'no-store')
  response.setHeader('referrer-policy', 'no-referrer')
  response.setHeader('content-security-policy', "default-src 'none'; frame-ancestors 'none'")
  response.setHeader('cross-origin-opener-policy', 'same-origin')
}

function headersOf(request: IncomingMessage): HeaderMap {
  const headers = new HeaderMap()
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  }
  return headers
}

async function send(response: ServerResponse, { status, headers, body }: HTTPGraphQLResponse): Promise<void> {
  response.writeHead(status ?? 200, Object.fromEntries(headers))
  if (body.kind === 'complete') return void response.end(body.string)
  for await (const chunk of body.asyncIterator) response.write(chunk)
  response.end()
}
