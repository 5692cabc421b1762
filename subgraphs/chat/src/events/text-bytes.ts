import { MAX_MISSED_EVENTS } from '@colloquy/schema/event-log'
import { createRecentMap } from './recent-map.ts'

/** How long the texts of messages are in UTF-8, by the message's id. */
export type TextBytes = (ids: readonly string[]) => Promise<ReadonlyMap<string, number>>

/** Lengths kept at most: those of ten of the longest resumes. */
const MAX_KEPT = 10 * MAX_MISSED_EVENTS
/** A text that is edited within this time still counts with its former length. */
export const KEPT_MS = 10_000

/**
 * Makes those who want the same lengths at the same time, or shortly after, share one read: measuring a text makes the
 * database read the whole of it. What is not found, and what could not be read, is read again.
 */
export function shareTextBytes(read: TextBytes, now: () => number = Date.now): TextBytes {
  const kept = createRecentMap<{ bytes: Promise<number | undefined>; untilMs: number }>(MAX_KEPT)

  const readNow = (ids: readonly string[]) => {
    const reading = read(ids)
    const untilMs = now() + KEPT_MS
    return ids.map((id) => {
      const bytes = reading.then((found) => found.get(id))
      const forget = () => kept.delete(id)
      kept.set(id, { bytes, untilMs })
      bytes.then((length) => length === undefined && forget(), forget)
      return { id, bytes }
    })
  }

  return async (ids) => {
    const nowMs = now()
    const wanted: { id: string; bytes: Promise<number | undefined> }[] = []
    const missing: string[] = []
    for (const id of ids) {
      const length = kept.get(id)
      if (length && length.untilMs > nowMs) wanted.push({ id, bytes: length.bytes })
      else missing.push(id)
    }
    if (missing.length > 0) wanted.push(...readNow(missing))
    const lengths = await Promise.all(wanted.map(async ({ id, bytes }) => ({ id, bytes: await bytes })))
    return new Map(lengths.flatMap(({ id, bytes }) => (bytes === undefined ? [] : [[id, bytes]])))
  }
}
