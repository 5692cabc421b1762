import { setTimeout as pause } from 'node:timers/promises'

export interface WaitOptions {
  timeoutMs: number
  /** Ends the wait with the signal's reason. */
  signal?: AbortSignal
}

const INTERVAL_MS = 50

/**
 * Tries again and again until the check does not throw.
 * @throws after the deadline, naming what was waited for and why the last try failed
 */
export async function waitUntil(what: string, check: () => Promise<unknown>, options: WaitOptions): Promise<void> {
  const { timeoutMs, signal } = options
  const deadline = performance.now() + timeoutMs
  for (;;) {
    signal?.throwIfAborted()
    try {
      await check()
      return
    } catch (error) {
      if (performance.now() > deadline) {
        throw new Error(`${what} within ${timeoutMs / 1_000} s: ${reasonOf(error)}`, { cause: error })
      }
    }
    await pause(INTERVAL_MS, undefined, { signal })
  }
}

/** The message of an error and of what caused it. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause === undefined ? error.message : `${error.message}: ${reasonOf(error.cause)}`
}
