import { errorCode, errorText, isPassing, retryAfterSeconds } from '../../graphql/errors.ts'
import type { Verdict } from './persist.ts'
import { BucketRefused } from './put-file.ts'
import { UploadFailed } from './uploads.ts'

/** Whether a message or a file that could not be sent will go on trying. */
export function judgeSending(error: unknown): Verdict {
  if (error instanceof UploadFailed) return { retry: 'never', problem: error.problem, faultyFiles: error.keys }
  if (error instanceof BucketRefused) return { retry: 'limited' }
  if (!isPassing(error)) return { retry: 'never', problem: errorText(error) }
  const code = errorCode(error)
  const retryAfter = retryAfterSeconds(error)
  if (retryAfter !== null) return { retry: 'always', afterMs: retryAfter * 1000 }
  return { retry: code === 'INTERNAL_SERVER_ERROR' ? 'limited' : 'always' }
}
