import { badUserInput } from '@colloquy/platform/errors'
import { cursorAt, instantOf } from './cursor.ts'

/**
 * By which ids clients of Server-Sent Events resume, as the federation takes them: those of `inbox` are cursors, those of
 * `conversation` seqs, so that what a client reads in events and what it sends as Last-Event-ID are the same. Events that are
 * not durable have none.
 */
export const RESUMABLE = {
  inbox: {
    idOf: (event: object) => ('atMs' in event && typeof event.atMs === 'number' ? cursorAt(event.atMs) : null),
    argumentsAfter(id: string, { after }: Readonly<Record<string, unknown>>): Record<string, string | null> {
      // What `seen` adds comes first, from before the cursor and in no order of time: it is begun again.
      const isBefore = typeof after === 'string' && (instantOf(id) ?? Infinity) < (instantOf(after) ?? 0)
      // Later, what the client had seen when it first subscribed would bring again all that came since.
      return isBefore ? {} : { after: id, seen: null }
    },
  },
  conversation: {
    idOf: (event: object) => ('seq' in event && typeof event.seq === 'number' ? String(event.seq) : null),
    argumentsAfter(id: string) {
      if (SEQ.test(id)) return { afterSeq: Number(id) }
      throw badUserInput([{ path: ['afterSeq'], message: 'is not a seq' }])
    },
  },
}

const SEQ = /^(0|[1-9]\d{0,8})$/
