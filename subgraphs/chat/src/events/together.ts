import { createLanes } from './lanes.ts'

/** Writes some items; resolves once they are written. */
export type Write<Item> = (items: readonly Item[]) => Promise<void>

/**
 * Makes several who write at the same time share a write: what comes while one is under way is in the next, in the order in which it
 * came. Where a shared write fails, each of them writes alone, so that none fails for another; so writing twice must do no harm.
 */
export function together<Item>(write: Write<Item>): Write<Item> {
  const lanes = createLanes<readonly Item[], void>(async (_, jobs) => {
    try {
      await write(jobs.flatMap(({ request }) => request))
    } catch (error) {
      if (jobs.length === 1) throw error
      for (const { request, resolve, reject } of jobs) await write(request).then(resolve, reject)
    }
    for (const { resolve } of jobs) resolve()
  })
  return (items) => lanes('', items)
}
