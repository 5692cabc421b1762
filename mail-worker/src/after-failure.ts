import { MailRefusedError } from './mailer.ts'

export type AfterFailure =
  /** `step`: which of the delays to wait. */
  { next: 'retry'; step: number } | { next: 'dead'; reason: string }

export interface FailedAttempt {
  error: unknown
  /** 0 for the first attempt. */
  attempt: number
  expiresAt: Date
  now: Date
  retryDelaysMs: readonly number[]
}

/** What becomes of a mail that could not be sent. */
export function afterFailure({ error, attempt, expiresAt, now, retryDelaysMs }: FailedAttempt): AfterFailure {
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof MailRefusedError) return { next: 'dead', reason: `refused: ${message}` }
  const delayMs = retryDelaysMs[attempt]
  if (delayMs === undefined) return { next: 'dead', reason: `failed ${attempt + 1} times: ${message}` }
  if (now.getTime() + delayMs >= expiresAt.getTime()) return { next: 'dead', reason: `out of time: ${message}` }
  return { next: 'retry', step: attempt }
}
