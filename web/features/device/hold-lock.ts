/**
 * Runs something in one tab at a time: the others wait for their turn, which comes when this one is done or its tab is
 * gone. An aborted signal ends the wait. Where a browser has no locks for this page, it runs at once.
 */
export async function holdLock(name: string, signal: AbortSignal, run: () => Promise<void>): Promise<void> {
  // Missing where the page is served over plain http from another machine.
  const locks: LockManager | undefined = navigator.locks
  if (signal.aborted) return
  if (!locks) return run()
  await locks.request(name, { signal }, run).catch((error: unknown) => {
    if (!signal.aborted) throw error
  })
}
