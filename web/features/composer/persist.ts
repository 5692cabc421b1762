import { backoffMs } from '../live/backoff.ts'

/** A server in trouble is asked so often before one gives up; a network that is away, for ever. */
const MAX_SERVER_FAILURES = 5

/** What becomes of an attempt that failed. */
export type Verdict = { retry: 'always' | 'limited'; afterMs?: number } | Refusal

export interface Refusal {
  retry: 'never'
  problem: string
  /** Keys of the files for which a message was refused. */
  faultyFiles?: readonly string[]
}

interface PersistOptions {
  judge: (error: unknown) => Verdict
  wait: (delayMs: number, signal?: AbortSignal) => Promise<void>
  /** Nobody wants it any more. */
  signal: AbortSignal
}

/** Does something that fails for now again and again. Gives why it was refused; null when it is done, or not wanted. */
export async function persist(
  action: () => Promise<void>,
  { judge, wait, signal }: PersistOptions,
): Promise<Refusal | null> {
  for (let failures = 0; !signal.aborted; failures += 1) {
    try {
      await action()
      return null
    } catch (error) {
      if (signal.aborted) return null
      const verdict = judge(error)
      if (verdict.retry === 'never') return verdict
      if (verdict.retry === 'limited' && failures + 1 >= MAX_SERVER_FAILURES)
        return { retry: 'never', problem: 'The server did not take it.' }
      await wait(verdict.afterMs ?? backoffMs(failures), signal)
    }
  }
  return null
}
