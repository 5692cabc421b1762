import { setImmediate as nextTurn } from 'node:timers/promises'

/** Does a piece of work when its turn has come; settles as the work does. */
export type TakeTurn = <Result>(work: () => Promise<Result>) => Promise<Result>

/**
 * Lets at most `atOnce` pieces of work run at a time; the others wait in the order in which they came. Each begins after a
 * turn of the event loop, so that whatever else the process has to do gets in between.
 */
export function createTurns(atOnce: number): TakeTurn {
  const waiting: (() => void)[] = []
  let free = atOnce
  return async (work) => {
    if (free > 0) free--
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      await nextTurn()
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free++
    }
  }
}
