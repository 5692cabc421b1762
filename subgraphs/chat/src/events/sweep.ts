import type { Logger } from '@colloquy/platform/logger'

/** How often what a crash left behind is looked for. */
const SWEEP_INTERVAL_MS = 5_000
/** What is younger than this is probably being worked on right now. */
const PENDING_AGE_MS = 3_000

/** Finishes what began longer ago than that and was not finished. */
export type Sweep = (olderThanMs: number) => Promise<void>

/**
 * Sweeps at once and then every few seconds, with some jitter so that several processes take turns. A sweep that fails is
 * logged and tried again. Disposing it waits for the one at work.
 */
export function startSweep(sweep: Sweep, logger: Logger): AsyncDisposable {
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  const run = async (olderThanMs: number) => {
    await sweep(olderThanMs).catch((error: unknown) => logger.warn({ err: error }, 'sweep failed'))
    if (stopped) return
    const again = () => {
      running = run(PENDING_AGE_MS)
    }
    timer = setTimeout(again, SWEEP_INTERVAL_MS * (0.75 + Math.random() / 2))
  }
  let running = run(0)
  return {
    async [Symbol.asyncDispose]() {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}
