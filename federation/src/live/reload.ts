import type { Generation } from '../plan/generation.ts'
import type { SubscriptionOperation } from '../plan/operation.ts'
import { renewOperation } from '../plan/renew-operation.ts'
import { createTurns } from '../plan/turns.ts'

/** What is asked of events, as a reload sees it. */
export interface Reloaded {
  operation: SubscriptionOperation
}

/**
 * Moves what runs over to a new supergraph. Each operation is validated and planned in turns of the event loop of its own, so that
 * events, and whatever else there is to do, get in between; until its turn has come, what has it runs as before.
 */
export interface Reload<Running extends Reloaded> extends Disposable {
  /**
   * Resolves once all that runs has moved over or been ended; before that when a newer supergraph arrives meanwhile, or there is
   * no need any more.
   * @param running all that runs
   */
  to: (generation: Generation, running: Iterable<Running>) => Promise<void>
}

/**
 * Makes the way from one supergraph to the next.
 * @param end is called with what does not mean the same under the new one
 */
export function createReload<Running extends Reloaded>(end: (running: Running) => void): Reload<Running> {
  const takeTurn = createTurns(1)
  let newest: Generation | null = null
  return {
    async to(generation, running) {
      newest = generation
      const byOperation = Map.groupBy(running, ({ operation }) => operation)
      for (const [before, those] of byOperation) {
        const after = await renewOperation(before, generation, takeTurn)
        if (newest !== generation) return
        // Somebody who has asked for the same meanwhile has moved it already.
        for (const one of those.filter(({ operation }) => operation === before)) {
          if (after) one.operation = after
          else end(one)
        }
      }
    },
    [Symbol.dispose]() {
      newest = null
    },
  }
}

/** Multiples of the golden ratio, each without its whole part, lie evenly between 0 and 1 however many there are. */
const GOLDEN = 0.618_033_988_749_895

/** Makes moments in a span, one after the other, that lie evenly in it however many there will be. */
export function createSpread(spanMs: number): () => number {
  let count = 0
  return () => ((count++ * GOLDEN) % 1) * spanMs
}
