import { setTimeout as pause } from 'node:timers/promises'

const DEADLINE_MS = 20_000
const INTERVAL_MS = 20

/** Waits for something to come true. */
export async function until(what: string, isTrue: () => boolean): Promise<void> {
  for (const deadline = Date.now() + DEADLINE_MS; !isTrue(); await pause(INTERVAL_MS)) {
    if (Date.now() > deadline) throw new Error(`after ${DEADLINE_MS / 1_000} s, still not: ${what}`)
  }
}
