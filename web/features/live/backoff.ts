const BASE_MS = 500
const MAX_MS = 30_000

/**
 * How long to wait before the next attempt, after so many that failed: anything up to a bound that doubles from 0.5 to
 * 30 seconds ("full jitter"), so that clients that lost the same server do not come back at the same moment.
 */
export function backoffMs(failures: number, random: () => number = Math.random): number {
  return random() * Math.min(MAX_MS, BASE_MS * 2 ** failures)
}

/**
 * Waits before a retry; less when the browser says that now is a good moment: it is online again, or the page is looked
 * at. While the browser knows itself offline there is nothing to try, so it waits for that to end. Aborting ends the
 * wait.
 */
export async function waitToRetry(delayMs: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return
  const { promise, resolve } = Promise.withResolvers<void>()
  const listening = new AbortController()
  const until = (target: EventTarget, event: string, isNow: () => boolean = () => true) =>
    target.addEventListener(event, () => isNow() && resolve(), { signal: listening.signal })

  until(window, 'online')
  until(document, 'visibilitychange', () => document.visibilityState === 'visible' && navigator.onLine)
  if (signal) until(signal, 'abort')
  const timer = setTimeout(() => navigator.onLine && resolve(), delayMs)
  await promise
  clearTimeout(timer)
  listening.abort()
}
