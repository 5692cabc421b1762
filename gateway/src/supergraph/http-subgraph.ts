import type { Identity } from '@colloquy/platform/identity'
import { Pool } from 'undici'
import type { Dispatcher } from 'undici'
import { z } from 'zod'
import type { AskSubgraph, SubgraphAnswer, SubgraphRequest } from './subgraph.ts'

/** How long a subgraph may take for its whole answer. */
const SUBGRAPH_TIMEOUT_MS = 10_000
/** Largest answer that is taken from a subgraph, in bytes. */
export const MAX_SUBGRAPH_RESPONSE_BYTES = 16 * 1024 * 1024
/** Most connections that are open to one subgraph at a time; further requests wait for a free one. */
const MAX_CONNECTIONS = 128

/** A subgraph gave no GraphQL answer. */
class SubgraphError extends Error {
  override name = 'SubgraphError'
}

/** A subgraph that is reached by HTTP, over connections that stay open. */
export interface HttpSubgraph extends AsyncDisposable {
  ask: AskSubgraph
}

export interface HttpSubgraphOptions {
  name: string
  url: string
  /** What tells the subgraph who asks. */
  headersFor: (identity: Identity, subgraph: string) => Record<string, string>
  timeoutMs?: number
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

/** Opens a pool of connections to a subgraph; it connects at the first request. Disposing it lets requests finish. */
export function createHttpSubgraph(options: HttpSubgraphOptions): HttpSubgraph {
  const { name, headersFor, timeoutMs = SUBGRAPH_TIMEOUT_MS } = options
  const url = new URL(options.url)
  const pool = new Pool(url.origin, { connections: MAX_CONNECTIONS, connect: { timeout: timeoutMs } })
  const post = async ({ query, operationName, variables, identity }: SubgraphRequest): Promise<SubgraphAnswer> => {
    const response = await pool.request({
      path: url.pathname + url.search,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json;q=0.9',
        ...headersFor(identity, name),
      },
      body: JSON.stringify({ query, operationName, variables }),
      signal: AbortSignal.timeout(timeoutMs),
    })
    const text = await readText(response.body)
    // It did not believe who we say is asking, which is our fault and not the viewer's.
    if (response.statusCode === 401) throw new SubgraphError('it refuses our identity assertion')
    return parseAnswer(text, response.statusCode)
  }
  const ask = async (request: SubgraphRequest, isRepeated = false): Promise<SubgraphAnswer> => {
    try {
      return await post(request)
    } catch (cause) {
      // A connection that was kept may be closed by the other side just as it is used again.
      if (!isRepeated && wasClosed(cause) && !isMutation(request)) return ask(request, true)
      throw new SubgraphError(`The subgraph "${name}" did not answer: ${describe(cause)}`, { cause })
    }
  }
  return { ask: (request) => ask(request), [Symbol.asyncDispose]: () => pool.close() }
}

const isMutation = ({ query }: SubgraphRequest) => query.startsWith('mutation')

const wasClosed = (cause: unknown) =>
  cause instanceof Error && 'code' in cause && (cause.code === 'UND_ERR_SOCKET' || cause.code === 'ECONNRESET')

async function readText(body: Dispatcher.ResponseData['body']): Promise<string> {
  const chunks: Buffer[] = []
  let byteSize = 0
  for await (const chunk of body) {
    byteSize += chunk.length
    if (byteSize > MAX_SUBGRAPH_RESPONSE_BYTES) {
      throw new SubgraphError(`its answer is larger than ${MAX_SUBGRAPH_RESPONSE_BYTES} bytes`)
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parseAnswer(text: string, status: number) {
  const parsed = answer.safeParse(parseJson(text))
  if (parsed.success && (parsed.data.data !== undefined || parsed.data.errors)) {
    const { data, errors } = parsed.data
    return { data, ...(errors && { errors }) }
  }
  throw new SubgraphError(`status ${status}, not a GraphQL response`)
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
  const code = 'code' in cause && typeof cause.code === 'string' ? `${cause.code} ` : ''
  return code + cause.message
}
