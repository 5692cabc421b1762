import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Logger } from './logger.ts'

/** Answers one request. A throw becomes a 500 without details. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void

/** Resolves when the thing depended on answers, rejects when not. */
export type ReadyCheck = () => Promise<unknown>

export interface HttpServerOptions {
  host: string
  /** 0 lets the system choose. */
  port: number
  logger: Logger
  /** By path, without query. */
  routes: Record<string, Handler>
  /** What /health/ready asks, by the name it is reported under. */
  ready: Record<string, ReadyCheck>
  /** How long requests under way may take when the server closes. */
  graceMs: number
  timeouts?: HttpTimeouts
}

export interface HttpServer extends AsyncDisposable {
  server: Server
  port: number
  /** Where it listens, by loopback: for tests and logs. */
  url: string
}

/** How long a connection may be held, in milliseconds. */
export interface HttpTimeouts {
  /** For a request's headers, and for all of it, to arrive: those who drip bytes hold a connection no longer. */
  headersMs: number
  requestMs: number
  /** How often connections are looked at for that. */
  checkMs: number
  /** Without anything happening on it, such as a reader taking nothing of an answer; more than any answer takes. */
  idleMs: number
}

const TIMEOUTS: HttpTimeouts = { headersMs: 10_000, requestMs: 30_000, checkMs: 2_000, idleMs: 60_000 }

/** How long a readiness check may take. */
const READY_TIMEOUT_MS = 2_000

/**
 * Starts an HTTP server with `/health/live` and `/health/ready`. Requests must arrive within 30 s, their headers within 10 s.
 * Disposing it drains: readiness turns to 503; requests that have begun are answered, and until they are, so are others, each
 * with `Connection: close`; then no new connections; all within `graceMs`.
 */
export async function startHttpServer({
  host,
  port,
  logger,
  routes,
  ready,
  graceMs,
  timeouts = TIMEOUTS,
}: HttpServerOptions): Promise<HttpServer> {
  let draining = false
  const underWay = new Set<ServerResponse>()
  const health: Record<string, Handler> = {
    '/health/live': (_, response) => sendJson(response, 200, { status: 'live' }),
    '/health/ready': async (_, response) => {
      const failed = draining ? { server: 'is draining' } : await failures(ready)
      const isReady = Object.keys(failed).length === 0
      sendJson(response, isReady ? 200 : 503, { status: isReady ? 'ready' : 'not ready', failed })
    },
  }
  const shouldUpgradeCallback = (request: IncomingMessage): boolean =>
    server.listenerCount('upgrade') > 0 && asksForWebSocket(request)
  const settings = {
    headersTimeout: timeouts.headersMs,
    requestTimeout: timeouts.requestMs,
    connectionsCheckingInterval: timeouts.checkMs,
    shouldUpgradeCallback,
  }
  const server: Server = createServer(settings, (request, response) => {
    underWay.add(response)
    response.once('close', () => underWay.delete(response))
    if (draining) response.setHeader('connection', 'close')
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/'
    const handler = health[path] ?? routes[path]
    if (!handler) return sendJson(response, 404, { error: 'not found' })
    response.once('close', () => draining && server.closeIdleConnections())
    Promise.try(handler, request, response).catch((error: unknown) => {
      logger.error({ err: error, path }, 'request failed')
      if (!response.headersSent) sendJson(response, 500, { error: 'internal error' })
      else response.destroy()
    })
  })
  server.setTimeout(timeouts.idleMs)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not listening on a TCP port')
  logger.info({ host, port: address.port }, 'listening')
  return {
    server,
    port: address.port,
    url: `http://127.0.0.1:${address.port}`,
    async [Symbol.asyncDispose]() {
      draining = true
      const late = Promise.withResolvers<void>()
      const cut = setTimeout(() => {
        late.resolve()
        server.closeAllConnections()
      }, graceMs)
      await Promise.race([late.promise, Promise.all([...underWay].map(closeOf))])
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeIdleConnections()
      await closed
      clearTimeout(cut)
    },
  }
}

/** Other upgrades, such as the h2c that some clients offer with every request, are not taken up (RFC 9110, section 7.8). */
const asksForWebSocket = ({ headers }: IncomingMessage) => headers.upgrade?.toLowerCase() === 'websocket'

const closeOf = async (response: ServerResponse): Promise<void> => {
  if (!response.closed) await once(response, 'close')
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body))
}

/** A request's body was larger than allowed. */
export class BodyTooLargeError extends Error {
  override name = 'BodyTooLargeError'
}

/**
 * A request's body as text.
 * @throws BodyTooLargeError past `maxBytes`, without reading on
 */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = []
  let byteSize = 0
  for await (const chunk of request) {
    byteSize += chunk.length
    if (byteSize > maxBytes) throw new BodyTooLargeError(`The body is larger than ${maxBytes} bytes.`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

async function failures(checks: Record<string, ReadyCheck>): Promise<Record<string, string>> {
  const outcomes = await Promise.all(
    Object.entries(checks).map(async ([name, check]): Promise<[string, string] | null> => {
      const timeout = Promise.withResolvers<never>()
      const timer = setTimeout(() => timeout.reject(new Error('does not answer')), READY_TIMEOUT_MS)
      try {
        await Promise.race([check(), timeout.promise])
        return null
      } catch (error) {
        return [name, error instanceof Error ? error.message : String(error)]
      } finally {
        clearTimeout(timer)
      }
    }),
  )
  return Object.fromEntries(outcomes.filter((outcome) => outcome !== null))
}
