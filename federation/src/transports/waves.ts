import { setTimeout as sleep } from 'node:timers/promises'

/** Few need no waves. */
const MIN_WAVE = 50
const WAVE_INTERVAL_MS = 100

/**
 * Ends what is open in waves, so that those at the other end do not all come to another server at once: half of `overMs` is
 * for the waves, half for the last of them.
 */
export async function endInWaves<Open>(open: readonly Open[], overMs: number, end: (one: Open) => void): Promise<void> {
  const waves = Math.max(1, Math.floor(overMs / 2 / WAVE_INTERVAL_MS))
  const waveSize = Math.max(MIN_WAVE, Math.ceil(open.length / waves))
  for (let start = 0; start < open.length; start += waveSize) {
    if (start > 0) await sleep(WAVE_INTERVAL_MS)
    open.slice(start, start + waveSize).forEach(end)
  }
}
