import { setTimeout as delay } from 'node:timers/promises'
import { createLanes } from './lanes.ts'

/** Writes some items; resolves once they are written. */
export type Write<Item> = (items: readonly Item[]) => Promise<void>

/**
 * Makes several who write at the same time share a write: what comes while one is under way is in the next, in the order in which it
 * came. Where a shared write fails, each of them writes alone, so that none fails for another; so writing twice must do no harm.
 * @param restMs between two writes, so that more share one: for what nobody waits for
 */
export function together<Item>(write: Write<Item>, restMs = 0): Write<Item> {
  const lanes = createLanes<readonly Item[], void>(async (_, jobs) => {
    try {
      await write(jobs.flatMap(({ request }) => request))
    } catch (error) {
      if (jobs.length === 1) throw error
      for (const { request, resolve, reject } of jobs) await write(request).then(resolve, reject)
    }
    for (const { resolve } of jobs) resolve()
    if (restMs > 0) await delay(restMs)
  })
  return (items) => lanes('', items)
}
