import { setTimeout } from 'node:timers/promises'

/** How long a test waits for what must come. */
const DEADLINE_MS = 20_000
/** How often it looks. */
const INTERVAL_MS = 20

/**
 * Looks until there is something to see, and gives it.
 * @throws after 20 s, naming what did not come
 */
export async function deadline<Found>(
  what: string | (() => string),
  look: () => Promise<Found | undefined> | Found | undefined,
): Promise<Found> {
  const end = Date.now() + DEADLINE_MS
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    if (Date.now() > end) throw new Error(`Did not come in time: ${typeof what === 'string' ? what : what()}`)
    await setTimeout(INTERVAL_MS)
  }
}
