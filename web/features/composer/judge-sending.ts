import { errorCode, errorText, isPassing, retryAfterSeconds } from '../../graphql/errors.ts'
import type { Verdict } from './outbox.ts'

/** Whether a message that could not be sent will go on trying. */
export function judgeSending(error: unknown): Verdict {
  if (!isPassing(error)) return { retry: 'never', problem: errorText(error) }
  const code = errorCode(error)
  if (code === 'RATE_LIMITED') return { retry: 'always', afterMs: (retryAfterSeconds(error) ?? 1) * 1000 }
  return { retry: code === 'INTERNAL_SERVER_ERROR' ? 'limited' : 'always' }
}
