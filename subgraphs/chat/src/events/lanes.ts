/** Something asked for, to be settled by whoever handles it. */
export interface Job<Request, Result> {
  request: Request
  resolve: (result: Result) => void
  reject: (reason: unknown) => void
}

/** Asks for something under a key. */
export type Lanes<Request, Result> = (key: string, request: Request) => Promise<Result>

/**
 * Handles what is asked for in one lane a key: in turns, one after another, each with all that came while the turn before
 * it ran, in order. Different keys do not wait for each other. `handle` settles each job; a throw rejects those it had not
 * settled.
 */
export function createLanes<Request, Result>(
  handle: (key: string, jobs: Job<Request, Result>[]) => Promise<void>,
): Lanes<Request, Result> {
  /** What waits, of each key with a turn under way. */
  const lanes = new Map<string, Job<Request, Result>[]>()

  const work = async (key: string, first: Job<Request, Result>) => {
    for (let jobs = [first]; jobs.length > 0; jobs = lanes.get(key) ?? []) {
      lanes.set(key, [])
      try {
        await handle(key, jobs)
      } catch (error) {
        for (const { reject } of jobs) reject(error)
      }
    }
    lanes.delete(key)
  }

  return (key, request) => {
    const { promise, resolve, reject } = Promise.withResolvers<Result>()
    const job = { request, resolve, reject }
    const waiting = lanes.get(key)
    if (waiting) waiting.push(job)
    else void work(key, job)
    return promise
  }
}
