import type { IncomingMessage, ServerResponse } from 'node:http'
import { getOperationAST, OperationTypeNode, parse } from 'graphql'
import type { Engine } from '../live/engine.ts'
import { toFormatted } from '../live/format-error.ts'
import type { FormatError } from '../live/format-error.ts'
import { FederationError } from '../plan/errors.ts'
import type { Logger } from '../plan/logger.ts'
import { acceptanceOf } from './accept.ts'
import type { JsonType } from './accept.ts'
import type { ViewerOf } from './caller.ts'
import type { Charges } from './charges.ts'
import { answerCors, isForeign } from './cors.ts'
import { isWithoutPreflight } from './csrf.ts'
import { sendAnswer } from './http-answer.ts'
import type { HttpAnswer } from './http-answer.ts'
import { answerError, notByGet } from './http-errors.ts'
import type { FederationLimits } from './limits.ts'
import type { PersistedQueries } from './persisted-queries.ts'
import { DRAINING, FOREIGN_ORIGIN, NO_PREFLIGHT, NO_SUCH_METHOD, NOT_ACCEPTABLE, refuseRequest } from './refusal.ts'
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

export interface HttpTransport extends Disposable, Pick<ResponseStreams, 'drain'> {
  handle: HttpHandler
}

/**
 * Makes the handler of GraphQL over HTTP: by POST, and queries by GET; for clients that take a stream, by Server-Sent Events or
 * multipart, subscriptions too; with CORS for the origins allowed, and no answer to
 * requests that a page could send without a preflight (CSRF). Introspection is on; what a field needs is enforced where it runs.
 */
export function createHttpTransport<Viewer>(options: HttpTransportOptions<Viewer>): HttpTransport {
  const { requests, viewerOf, charges, persistedQueries, limits, allowedOrigins, landingPage, logger } = options
  const { formatError } = options
  const streams = createResponseStreams(options)
  let isClosed = false

  const answerOnce = async (
    { request, response, read }: { request: IncomingMessage; response: ServerResponse; read: () => OperationText },
    type: JsonType,
  ) => {
    const client = new AbortController()
    response.once('close', () => response.writableFinished || client.abort())
    let asking: { viewer: Viewer } | undefined
    const allowance = () => asking && charges?.allowance(asking.viewer)
    try {
      const viewer = await viewerOf({ request })
      asking = { viewer }
      requests.charge(viewer)
      const operation = await requests.admit(viewer, read())
      const refusal = refusalOf(operation.kind, request)
      if (refusal) return sendAnswer(response, type, { ...refusal, allowance: allowance() })
      const { errors, ...result } = await requests.execute(viewer, operation, client.signal)
      const told = errors?.map((error) => toFormatted(error, formatError))
      sendAnswer(response, type, { ...result, errors: told, cost: operation.cost, allowance: allowance() })
    } catch (error) {
      answerError({ response, type, formatError, allowance: allowance() }, error)
    }
  }
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    setSecurityHeaders(response)
    if (answerCors(request, response, allowedOrigins)) return
    const refusal = isClosed ? DRAINING : options.onRequest?.(request, response)
    if (refusal) return refuseRequest(response, refusal)
    if (request.method !== 'POST' && request.method !== 'GET') return refuseRequest(response, NO_SUCH_METHOD)
    const { html, json, stream } = acceptanceOf(request.headers.accept)
    if (html && landingPage !== undefined && request.method === 'GET') {
      return void response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(landingPage)
    }
    if (!json && !stream) return refuseRequest(response, NOT_ACCEPTABLE)
    const isUnasked = isWithoutPreflight(request)
    if (isUnasked && !stream) return refuseRequest(response, NO_PREFLIGHT)
    const body = await readRequestBody(request, response, limits.bodyBytes)
    if (body === undefined) return
    const read = () => readRequestParams(request, body)
    if (stream && !(json && isOfOnePiece(read, persistedQueries, limits.tokens))) {
      if (isForeign(request, allowedOrigins)) return refuseRequest(response, FOREIGN_ORIGIN)
      return streams.answer({ request, response, encoding: stream, read })
    }
    if (isUnasked || !json) return refuseRequest(response, NO_PREFLIGHT)
    await answerOnce({ request, response, read }, json)
  }

  return {
    handle(request, response) {
      answer(request, response).catch((error: unknown) => {
        // Who has gone in the middle of a request is not answered, and is no failure of ours.
        if (request.errored) return logger.debug({ err: error }, 'a request was given up')
        logger.error({ err: error }, 'a request could not be answered')
        if (response.headersSent) response.destroy()
        else refuseRequest(response, { status: 500, message: 'Something went wrong on our side.' })
      })
    },
    drain: streams.drain,
    [Symbol.dispose]() {
      isClosed = true
    },
  }
}

/** Why an operation that may run cannot be answered to this request in one piece; null when it can. */
function refusalOf(kind: OperationTypeNode, { method }: IncomingMessage): HttpAnswer | null {
  if (kind === OperationTypeNode.SUBSCRIPTION) return { errors: [NO_SUBSCRIPTIONS], refused: { status: 406 } }
  if (kind !== OperationTypeNode.MUTATION || method === 'POST') return null
  return { errors: [notByGet().toJSON()], refused: { status: 405, allow: 'POST' } }
}

const NO_SUBSCRIPTIONS = new FederationError(
  'BAD_REQUEST',
  'Subscriptions run over a WebSocket by graphql-transport-ws, or where text/event-stream or multipart/mixed;subscriptionSpec=1.0 is accepted.',
).toJSON()

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

function setSecurityHeaders(response: ServerResponse): void {
  response.setHeader('strict-transport-security', 'max-age=31536000; includeSubDomains')
  response.setHeader('x-content-type-options', 'nosniff')
  response.setHeader('cache-control', 'no-store')
  response.setHeader('referrer-policy', 'no-referrer')
  response.setHeader('content-security-policy', "default-src 'none'; frame-ancestors 'none'")
  response.setHeader('cross-origin-opener-policy', 'same-origin')
}
