import type { ExecutionResult } from 'graphql'
import { FederationError } from '../plan/errors.ts'

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
  const stop = (error: FederationError) => {
    stopped.resolve({ errors: [error] })
    stopping.abort()
  }
  const giveUp = () => stop(GIVEN_UP)
  const timer = setTimeout(() => {
    stop(new FederationError('INTERNAL_SERVER_ERROR', `The operation took longer than ${timeoutMs} ms.`))
  }, timeoutMs)
  client?.addEventListener('abort', giveUp)
  try {
    return await Promise.race([execute(stopping.signal), stopped.promise])
  } finally {
    clearTimeout(timer)
    client?.removeEventListener('abort', giveUp)
  }
}

/** Nobody is there to read it. */
const GIVEN_UP = new FederationError('BAD_REQUEST', 'The client gave up.')
