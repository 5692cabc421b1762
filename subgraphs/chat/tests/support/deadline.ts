import { setTimeout as pause } from 'node:timers/promises'

const DEADLINE_MS = 15_000
const PAUSE_MS = 20

/** What `look` finds once it finds something. @throws after 15 seconds */
export async function eventually<Found>(
  what: string,
  look: () => Promise<Found | null | undefined | false> | Found | null | undefined | false,
): Promise<Found> {
  const deadline = Date.now() + DEADLINE_MS
  for (;;) {
    const found = await look()
    if (found !== null && found !== undefined && found !== false) return found
    if (Date.now() > deadline) throw new Error(`Waited in vain for ${what}.`)
    await pause(PAUSE_MS)
  }
}
