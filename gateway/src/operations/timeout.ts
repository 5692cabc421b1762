import { GraphQLError } from 'graphql'
import type { ExecutionResult } from 'graphql'

/**
 * The result, or an error when it takes too long or the client gives up. What is under way then is told to stop.
 * @param client aborted when the client no longer waits
 * @param execute gets the signal that is aborted in either case
 */
export async function withinTimeout(
  timeoutMs: number,
  client: AbortSignal | undefined,
  execute: (signal: AbortSignal) => Promise<ExecutionResult>,
): Promise<ExecutionResult> {
  const stopping = new AbortController()
  const stopped = Promise.withResolvers<ExecutionResult>()
  const stop = (error: GraphQLError) => {
    stopped.resolve({ errors: [error] })
    stopping.abort()
  }
  const giveUp = () => stop(GIVEN_UP)
  const timer = setTimeout(() => {
    stop(new GraphQLError(`The operation took longer than ${timeoutMs} ms.`, { extensions: { code: INTERNAL } }))
  }, timeoutMs)
  client?.addEventListener('abort', giveUp)
  try {
    return await Promise.race([execute(stopping.signal), stopped.promise])
  } finally {
    clearTimeout(timer)
    client?.removeEventListener('abort', giveUp)
  }
}

const INTERNAL = 'INTERNAL_SERVER_ERROR'
/** Nobody is there to read it. */
const GIVEN_UP = new GraphQLError('The client gave up.', { extensions: { code: 'BAD_REQUEST' } })
