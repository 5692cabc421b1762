import type { DurableEvent } from '@colloquy/schema/events/durable-event'

/** Brings the events of one conversation into order; does no I/O. */
export interface Sequence {
  /** Seq of the last event passed on; null until started. */
  readonly head: number | null
  /** Whether an event is known to exist that has not been passed on. */
  readonly isBehind: boolean
  /** From here on: what comes after this seq is passed on. */
  start: (head: number) => void
  /** An event, in whatever order. Passes on all that is now in order; drops what was passed on before. */
  offer: (event: DurableEvent) => void
  /** Events up to this seq exist. */
  expect: (seq: number) => void
}

/**
 * Passes each event after the start to `publish` exactly once, in order of seq without a hole. Events that come before
 * their turn wait, at most `maxWaiting` of them; of the others is only remembered that they exist.
 */
export function createSequence(publish: (event: DurableEvent) => void, maxWaiting: number): Sequence {
  const waiting = new Map<number, DurableEvent>()
  let head: number | null = null
  let known = 0

  const passOn = () => {
    if (head === null) return
    for (let next = waiting.get(head + 1); next; next = waiting.get(head + 1)) {
      waiting.delete(next.seq)
      head = next.seq
      publish(next)
    }
  }
  return {
    get head() {
      return head
    },
    get isBehind() {
      return head !== null && known > head
    },
    start(at) {
      head = at
      for (const seq of waiting.keys()) if (seq <= at) waiting.delete(seq)
      passOn()
    },
    offer(event) {
      known = Math.max(known, event.seq)
      const isNext = head !== null && event.seq === head + 1
      const isAhead = head === null || event.seq > head
      if (isNext || (isAhead && waiting.size < maxWaiting)) waiting.set(event.seq, event)
      passOn()
    },
    expect(seq) {
      known = Math.max(known, seq)
    },
  }
}
