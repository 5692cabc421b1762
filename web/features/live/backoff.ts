export interface BackoffLimits {
  baseMs: number
  maxMs: number
}

const LIMITS: BackoffLimits = { baseMs: 500, maxMs: 30_000 }

/**
 * How long to wait before the next attempt, after so many that failed: anything up to a bound that doubles from 0.5 to
 * 30 seconds ("full jitter"), so that clients that lost the same server do not come back at the same moment.
 */
export function backoffMs(failures: number, { baseMs, maxMs } = LIMITS, random = Math.random): number {
  return random() * Math.min(maxMs, baseMs * 2 ** failures)
}

/**
 * Waits, or less when the browser says that trying now makes sense: it is online again, or the page is looked at.
 * While the browser knows itself offline there is nothing to try, so it waits for that to end.
 */
export async function waitToRetry(delayMs: number, signal?: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const onVisible = () => document.visibilityState === 'visible' && resolve()
  const timer = setTimeout(() => navigator.onLine && resolve(), delayMs)
  window.addEventListener('online', () => resolve(), { signal })
  document.addEventListener('visibilitychange', onVisible)
  signal?.addEventListener('abort', () => resolve())
  await promise
  clearTimeout(timer)
  document.removeEventListener('visibilitychange', onVisible)
}
