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
import { sendJson } from '@colloquy/platform/http-server'
import type { Handler } from '@colloquy/platform/http-server'
import type { Identity } from '@colloquy/platform/identity'
import type { Logger } from '@colloquy/platform/logger'
import type { SecurityLog } from '@colloquy/platform/security-log'
import { clientAddress, connectionAddress } from '../identity/client-address.ts'
import type { AddressOptions, ClientAddress } from '../identity/client-address.ts'
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
import { readRequestBody } from './request-body.ts'

/** When an address with too many requests under way may ask again. */
const BUSY_RETRY_SECONDS = 1

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

  const whoAsks = async (request: IncomingMessage, signal: AbortSignal): Promise<HttpContext> => {
    let identity: Identity | undefined
    try {
      identity = await identify(request.headers.authorization, clientAddress(request, options))
      charges.request(identity)
      return { identity, signal }
    } catch (error) {
      throw withHttpStatus(error, identity && costHeaders(charges.allowance(identity)))
    }
  }

  return {
    async handle(request, response) {
      setSecurityHeaders(response)
      if (answerCors(request, response, options.allowedOrigins)) return
      const from = countedAs(request, options)
      const leave = requests.enter(from.ip)
      if (!leave) {
        securityLog({ type: 'limit-reached', limit: 'requests-of-address' }, from)
        return refuseBusy(response)
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
        context: () => whoAsks(request, client.signal),
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

/** Whose request it is; one with a signature not to be believed, which is refused later, is of who has connected. */
function countedAs(request: IncomingMessage, options: AddressOptions): ClientAddress {
  try {
    return clientAddress(request, options)
  } catch {
    return connectionAddress(request, options.trustedProxyHops)
  }
}

function refuseBusy(response: ServerResponse): void {
  // Its body is not read, so the connection cannot be used again.
  response.setHeader('connection', 'close')
  response.setHeader('retry-after', BUSY_RETRY_SECONDS)
  const extensions = { code: 'RATE_LIMITED', retryAfter: BUSY_RETRY_SECONDS }
  sendJson(response, 429, { errors: [{ message: 'Too many requests of this address are under way.', extensions }] })
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
