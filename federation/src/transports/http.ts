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
import { getOperationAST, OperationTypeNode, parse } from 'graphql'
import type { Engine } from '../live/engine.ts'
import type { FormatError } from '../live/format-error.ts'
import type { Logger } from '../plan/logger.ts'
import { acceptanceOf } from './accept.ts'
import type { Acceptance } from './accept.ts'
import type { ViewerOf } from './caller.ts'
import type { Charges } from './charges.ts'
import { answerCors, isForeign } from './cors.ts'
import { costHeaders } from './cost-headers.ts'
import { createGatewayInterface } from './gateway-interface.ts'
import { withHttpStatus } from './http-errors.ts'
import { admitOperations, landingPage, runAdmitted, statusByErrors, tellCosts } from './http-plugins.ts'
import type { HttpContext } from './http-plugins.ts'
import type { FederationLimits } from './limits.ts'
import type { PersistedQueries } from './persisted-queries.ts'
import { FOREIGN_ORIGIN, NOT_ACCEPTABLE, refuseRequest } from './refusal.ts'
import type { Refusal } from './refusal.ts'
import { readRequestBody } from './request-body.ts'
import { readRequestParams } from './request-params.ts'
import type { OperationText, Requests } from './requests.ts'
import { createResponseStreams } from './response-streams.ts'
import type { ResponseStreams } from './response-streams.ts'

export interface HttpTransportOptions<Viewer> {
  engine: Engine<Viewer>
  requests: Requests<Viewer>
  viewerOf: ViewerOf<Viewer>
  charges: Charges<Viewer> | undefined
  persistedQueries: PersistedQueries
  limits: FederationLimits
  allowedOrigins: readonly string[]
  onRequest: ((request: IncomingMessage, response: ServerResponse) => Refusal | null) | undefined
  /** HTML for a person who opens the endpoint in a browser. */
  landingPage: string | undefined
  formatError: FormatError
  logger: Logger
}

/** Answers a request of Node's HTTP server; never throws, nor rejects. */
export type HttpHandler = (request: IncomingMessage, response: ServerResponse) => void

export interface HttpTransport extends AsyncDisposable, Pick<ResponseStreams, 'drain'> {
  handle: HttpHandler
}

/**
 * Makes the handler of GraphQL over HTTP: by POST, and queries by GET; for clients that take a stream, by Server-Sent Events or
 * multipart, subscriptions too; with CORS for the origins allowed, and no answer to
 * requests that a page could send without a preflight (CSRF). Introspection is on; what a field needs is enforced where it runs.
 */
export function createHttpTransport<Viewer>(options: HttpTransportOptions<Viewer>): HttpTransport {
  const { engine, requests, viewerOf, charges, limits, logger } = options
  const streams = createResponseStreams(options)
  const apollo = new ApolloServer<HttpContext<Viewer>>({
    gateway: createGatewayInterface(engine, runAdmitted(requests)),
    introspection: true,
    // `admitOperations` validates, by the rules and from the cache that the WebSocket has too.
    dangerouslyDisableValidation: true,
    parseOptions: { maxTokens: limits.tokens },
    // Each makes a browser ask before it sends, and pages of other origins are told no.
    csrfPrevention: { requestHeaders: ['authorization', 'apollo-require-preflight', 'x-apollo-operation-name'] },
    // What is kept there has been admitted, whatever transport it came by, so Apollo Server itself keeps nothing.
    persistedQueries: {
      cache: {
        get: async (key) => options.persistedQueries.find(key.slice(key.indexOf(':') + 1)),
        set: async () => undefined,
        delete: async () => undefined,
      },
    },
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    formatError: (formatted, error) => options.formatError(formatted, unwrapResolverError(error)),
    logger,
    plugins: [
      admitOperations(requests),
      tellCosts(charges),
      statusByErrors(),
      landingPage(options.landingPage),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  })
  // Requests wait until it has started, which asks nothing of the network.
  apollo.startInBackgroundHandlingStartupErrorsByLoggingAndFailingAllRequests()

  const whoAsks = async (request: IncomingMessage, read: () => OperationText): Promise<Viewer> => {
    let known: { viewer: Viewer } | undefined
    try {
      known = { viewer: await viewerOf({ request }) }
      requests.charge(known.viewer)
      refuseUnknownHash(read, options.persistedQueries)
      return known.viewer
    } catch (error) {
      throw withHttpStatus(error, known && charges && costHeaders(charges.allowance(known.viewer)))
    }
  }
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    setSecurityHeaders(response)
    if (answerCors(request, response, options.allowedOrigins)) return
    const refusal = options.onRequest?.(request, response)
    if (refusal) return refuseRequest(response, refusal)
    const accepted = acceptanceOf(request.headers.accept)
    if (!isAcceptable(accepted, options.landingPage)) return refuseRequest(response, NOT_ACCEPTABLE)
    const body = await readRequestBody(request, response, limits.bodyBytes)
    if (body === undefined) return
    const read = () => readRequestParams(request, body)
    const { stream: encoding, json } = accepted
    if (encoding && !(json && isOfOnePiece(read, options.persistedQueries, limits.tokens))) {
      if (isForeign(request, options.allowedOrigins)) return refuseRequest(response, FOREIGN_ORIGIN)
      return streams.answer({ request, response, encoding, read })
    }
    const client = new AbortController()
    response.once('close', () => response.writableFinished || client.abort())
    const answer = await apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: {
        method: request.method ?? 'GET',
        headers: headersOf(request),
        search: new URL(request.url ?? '/', 'http://localhost').search,
        body: body.json,
      },
      context: async () => ({ viewer: await whoAsks(request, read), signal: client.signal }),
    })
    await send(response, answer)
  }

  return {
    handle(request, response) {
      answer(request, response).catch((error: unknown) => {
        logger.error({ err: error }, 'a request could not be answered')
        if (response.headersSent) response.destroy()
        else refuseRequest(response, { status: 500, message: 'Something went wrong on our side.' })
      })
    },
    drain: streams.drain,
    [Symbol.asyncDispose]: () => apollo.stop(),
  }
}

/**
 * Whether an operation is answered in one piece where that is taken; what is refused is so too. It is only parsed: nothing more is
 * done for anybody before it is known who asks.
 */
function isOfOnePiece(read: () => OperationText, persistedQueries: PersistedQueries, maxTokens: number): boolean {
  try {
    const asked = read()
    const query = persistedQueries.textOf(asked)
    if (!query.includes('subscription')) return true
    const operation = getOperationAST(parse(query, { maxTokens, noLocation: true }), asked.operationName)
    return operation?.operation !== OperationTypeNode.SUBSCRIPTION
  } catch {
    return true
  }
}

/**
 * Apollo Server would refuse a hash in other words than the other transports do, and with other codes.
 * @throws FederationError
 */
function refuseUnknownHash(read: () => OperationText, persistedQueries: PersistedQueries): void {
  let asked: OperationText
  try {
    asked = read()
  } catch {
    // What is wrong with the parameters Apollo Server tells.
    return
  }
  if (asked.extensions?.persistedQuery) persistedQueries.textOf(asked)
}

const isAcceptable = ({ json, stream, html }: Acceptance, landingPage: string | undefined): boolean =>
  json !== null || stream !== null || (html && landingPage !== undefined)

function setSecurityHeaders(response: ServerResponse): void {
  response.setHeader('strict-transport-security', 'max-age=31536000; includeSubDomains')
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
