import { setTimeout as delay } from 'node:timers/promises'
import { backoffMs } from '@colloquy/platform/backoff'
import type { RealtimeLimits } from './limits.ts'

/** How long to wait after so many failures in a row (at least 1). */
export const pauseAfter = (failures: number, { retryMinMs, retryMaxMs }: RealtimeLimits): number =>
  backoffMs(failures, { firstMs: retryMinMs, maxMs: retryMaxMs })

/**
 * Repeats work until it succeeds, with growing pauses; `onFailure` hears of each failure. Ends quietly, without
 * success, once the signal is aborted, and never rejects.
 */
export async function untilDone(
  work: () => Promise<void>,
  { signal, limits, onFailure }: { signal: AbortSignal; limits: RealtimeLimits; onFailure: (error: unknown) => void },
): Promise<void> {
  for (let failures = 0; !signal.aborted;) {
    try {
      return await work()
    } catch (error) {
      if (signal.aborted) return
      failures += 1
      onFailure(error)
      await pause(pauseAfter(failures, limits), signal)
    }
  }
}

/** Waits; not longer than until the signal is aborted, and without keeping the process alive. */
export async function pause(timeMs: number, signal: AbortSignal): Promise<void> {
  await delay(timeMs, undefined, { signal, ref: false }).catch(() => undefined)
}
