import { setImmediate as nextTurn } from 'node:timers/promises'
import { FederationError } from './errors.ts'

/**
 * Does a piece of work when its turn has come; settles as the work does.
 * @param caller for whom; those who name none are one caller
 * @throws FederationError RATE_LIMITED when too much of that caller's is waiting already
 */
export type TakeTurn = <Result>(work: () => Promise<Result>, caller?: string) => Promise<Result>

/** When a caller with too much waiting may ask again. */
const RETRY_AFTER_SECONDS = 1

/**
 * Lets at most `atOnce` pieces of work run at a time. Callers who wait take turns, one piece each, however many pieces of one of
 * them are waiting; a caller's own come in order. Each begins after a turn of the event loop, so that whatever else the process
 * has to do gets in between.
 */
export function createTurns(atOnce: number, waitingPerCaller = Infinity): TakeTurn {
  /** Whoever waits, the next first. */
  const callers = new Map<string, (() => void)[]>()
  let free = atOnce
  const wait = (caller: string) => {
    const waiting = callers.get(caller) ?? []
    if (waiting.length >= waitingPerCaller) throw tooMuchWaiting()
    callers.set(caller, waiting)
    return new Promise<void>((resolve) => waiting.push(resolve))
  }
  const handOn = () => {
    for (const [caller, waiting] of callers) {
      callers.delete(caller)
      const next = waiting.shift()
      if (waiting.length > 0) callers.set(caller, waiting)
      if (next) return next()
    }
    free++
  }
  return async (work, caller = '') => {
    if (free > 0) free--
    else await wait(caller)
    try {
      await nextTurn()
      return await work()
    } finally {
      handOn()
    }
  }
}

const tooMuchWaiting = () =>
  new FederationError('RATE_LIMITED', `Too many new documents at once. Try again in ${RETRY_AFTER_SECONDS} second.`, {
    extensions: { retryAfter: RETRY_AFTER_SECONDS },
  })
