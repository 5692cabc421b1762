import { errorCode, errorText, isPassing, refusedPlaces, retryAfterSeconds } from '../../graphql/errors.ts'
import type { Verdict } from './outbox.ts'

/** Whether a message that could not be sent will go on trying. */
export function judgeSending(error: unknown): Verdict {
  if (!isPassing(error))
    return { retry: 'never', problem: errorText(error), faultyPlaces: refusedPlaces(error, 'attachmentIds') }
  const code = errorCode(error)
  const retryAfter = retryAfterSeconds(error)
  if (retryAfter !== null) return { retry: 'always', afterMs: retryAfter * 1000 }
  return { retry: code === 'INTERNAL_SERVER_ERROR' ? 'limited' : 'always' }
}
