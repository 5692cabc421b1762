import { EVENT_BYTES, MAX_PAGE_BYTES } from '@colloquy/schema/event-log'
import { messageIdOf } from './entry.ts'
import type { LogEntry } from './entry.ts'
import type { TextBytes } from './text-bytes.ts'

/** How many bytes each entry counts in a page, in the order of the entries. */
export type BytesOf = (entries: readonly LogEntry[]) => Promise<number[]>

/** Measures entries by the texts of their messages, without reading these. */
export function createBytesOf(textBytes: TextBytes): BytesOf {
  return async (entries) => {
    const ids = new Set(entries.map(messageIdOf).filter((id) => id !== null))
    const bytes: ReadonlyMap<string, number> = ids.size > 0 ? await textBytes([...ids]) : new Map()
    return entries.map((entry) => EVENT_BYTES + (bytes.get(messageIdOf(entry) ?? '') ?? 0))
  }
}

/** How many of the entries, from the first on, make a page: the first in any case. */
export function countInPage(bytes: readonly number[]): number {
  let sum = 0
  const tooMany = bytes.findIndex((own, index) => (sum += own) > MAX_PAGE_BYTES && index > 0)
  return tooMany === -1 ? bytes.length : tooMany
}
