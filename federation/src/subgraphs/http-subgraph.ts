import { setTimeout as pause } from 'node:timers/promises'
import { Pool } from 'undici'
import { z } from 'zod'
import { outcomeUnknown, serviceUnavailable } from '../plan/errors.ts'
import type { AskSubgraph, SubgraphAnswer, SubgraphRequest } from './subgraph.ts'

/** Largest answer that is taken from a subgraph, in bytes. */
const MAX_SUBGRAPH_RESPONSE_BYTES = 16 * 1024 * 1024
/** Most connections that are open to one subgraph at a time; further requests wait for a free one. */
const MAX_CONNECTIONS = 128
/** Pauses before a subgraph that is away is asked again. */
const AWAY = { firstMs: 50, maxMs: 1_000 }
/** How often a question is repeated under which the connection was lost: it may be the question that ends the subgraph. */
const MAX_REPEATS_AFTER_LOSS = 2

/** A subgraph gave no GraphQL answer. */
class SubgraphError extends Error {
  override name = 'SubgraphError'
}

/** What stands in front of the subgraph says that it is away. */
class AwayError extends SubgraphError {
  override name = 'AwayError'
}

/** A subgraph that is reached by HTTP, over connections that stay open. */
export interface HttpSubgraph<Viewer> extends AsyncDisposable {
  ask: AskSubgraph<Viewer>
}

export interface HttpSubgraphOptions<Viewer> {
  name: string
  url: string
  /** What tells the subgraph who asks. */
  headersFor: (viewer: Viewer, subgraph: string) => Record<string, string>
  /** How long the subgraph may take for its whole answer, however often it is asked. */
  timeoutMs: number
}

const answer = z.looseObject({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z
    .array(
      z.object({
        message: z.string(),
        path: z.array(z.union([z.string(), z.number()])).optional(),
        extensions: z.record(z.string(), z.unknown()).optional(),
      }),
    )
    .optional(),
})

/**
 * Opens a pool of connections to a subgraph; it connects at the first request. Disposing it lets requests finish. While the
 * subgraph is away it is asked again within its time: queries always, mutations as long as they have not reached it. What
 * is left then is SERVICE_UNAVAILABLE.
 */
export function createHttpSubgraph<Viewer>(options: HttpSubgraphOptions<Viewer>): HttpSubgraph<Viewer> {
  const { name, headersFor, timeoutMs } = options
  const url = new URL(options.url)
  const pool = new Pool(url.origin, {
    connections: MAX_CONNECTIONS,
    connect: { timeout: timeoutMs },
    maxResponseSize: MAX_SUBGRAPH_RESPONSE_BYTES,
  })
  const post = async (request: SubgraphRequest<Viewer>, signal: AbortSignal): Promise<SubgraphAnswer> => {
    const { query, operationName, variables, viewer } = request
    const response = await pool.request({
      path: url.pathname + url.search,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json;q=0.9',
        ...headersFor(viewer, name),
      },
      body: JSON.stringify({ query, operationName, variables }),
      signal,
    })
    const text = await response.body.text()
    // It did not believe who we say is asking, which is our fault and not the viewer's.
    if (response.statusCode === 401) throw new SubgraphError('it does not believe who asks')
    return parseAnswer(text, response.statusCode)
  }
  const failure = (request: SubgraphRequest<Viewer>, cause: unknown) => {
    const error = new SubgraphError(`The subgraph "${name}" did not answer: ${describe(cause)}`, { cause })
    if (!isPassing(cause)) return error
    return isMutation(request) && !neverReached(cause) ? outcomeUnknown(error) : serviceUnavailable(error)
  }
  return {
    async ask(request) {
      using stopping = stopAfter(timeoutMs, request.signal)
      const giveUpAtMs = performance.now() + (request.askAgainForMs ?? timeoutMs)
      const { signal } = stopping
      for (let failures = 1, losses = 0; ; failures += 1) {
        try {
          return await post(request, signal)
        } catch (cause) {
          const isOver = signal.aborted || performance.now() >= giveUpAtMs
          if (isOver || !mayAskAgain(request, cause)) throw failure(request, cause)
          if (!neverReached(cause) && ++losses > MAX_REPEATS_AFTER_LOSS) throw failure(request, cause)
          await pause(pauseMs(failures), undefined, { signal }).catch(() => undefined)
          if (signal.aborted) throw failure(request, cause)
        }
      }
    },
    [Symbol.asyncDispose]: () => pool.close(),
  }
}

/** What `AbortSignal.any` of the signal and a timeout is, but over when the question is, rather than each time until the timeout. */
function stopAfter(timeoutMs: number, asker: AbortSignal | undefined): Disposable & { signal: AbortSignal } {
  const controller = new AbortController()
  const stop = () => controller.abort(asker?.reason)
  const timer = setTimeout(() => controller.abort(new DOMException('timeout', 'TimeoutError')), timeoutMs)
  if (asker?.aborted) stop()
  else asker?.addEventListener('abort', stop, { once: true })
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      clearTimeout(timer)
      asker?.removeEventListener('abort', stop)
    },
  }
}

/** Twice as long each time, jittered so that processes do not act in step. */
const pauseMs = (failures: number) =>
  Math.min(AWAY.firstMs * 2 ** (failures - 1), AWAY.maxMs) * (0.5 + Math.random() / 2)

const isMutation = ({ query }: { query: string }) => query.startsWith('mutation')

/** Whether the subgraph may be asked the same again: what it may have done already it is not asked for twice. */
const mayAskAgain = (request: { query: string }, cause: unknown) =>
  neverReached(cause) || (!isMutation(request) && (wasLost(cause) || cause instanceof AwayError))

/** Whether the same question may well be answered later. */
const isPassing = (cause: unknown) =>
  neverReached(cause) || wasLost(cause) || cause instanceof AwayError || isAbort(cause)

const NEVER_REACHED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])
const LOST = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'])

/** There was no connection, so not a byte of the question has left. */
const neverReached = (cause: unknown) => NEVER_REACHED.has(codeOf(cause))

/** The connection ended under the question, as one that was kept may do just as it is used again. */
const wasLost = (cause: unknown) => LOST.has(codeOf(cause))

const isAbort = (cause: unknown) =>
  cause instanceof Error && (cause.name === 'TimeoutError' || cause.name === 'AbortError')

const codeOf = (cause: unknown) =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : ''

const AWAY_STATUSES = new Set([502, 503, 504])

function parseAnswer(text: string, status: number) {
  const parsed = answer.safeParse(parseJson(text))
  if (parsed.success && (parsed.data.data !== undefined || parsed.data.errors)) {
    const { data, errors } = parsed.data
    return { data, ...(errors && { errors }) }
  }
  const problem = `status ${status}, not a GraphQL response`
  throw AWAY_STATUSES.has(status) ? new AwayError(problem) : new SubgraphError(problem)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function describe(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause)
  return `${codeOf(cause)} ${cause.message}`.trim()
}
