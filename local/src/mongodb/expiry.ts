import { compileFilter } from './query/filter.ts'
import type { Engine } from './commands/command.ts'
import type { Writer } from './storage/storage.ts'

/** How many documents one sweep of one index removes at a time: others write in between. */
const sweepBatch = 500

/** Removes what TTL indexes say has expired, every `intervalMs`. */
export function createExpiry(
  { storage, catalog, finder, records }: Omit<Engine, 'cursors' | 'metrics'>,
  { intervalMs, log }: { intervalMs: number; log: (line: string) => void },
): { close(): Promise<void> } {
  let sweeping = Promise.resolve()
  const closing = new AbortController()
  const timer = setInterval(() => {
    sweeping = sweeping.then(sweep).catch((error: unknown) => log(`mongodb: the TTL sweep failed: ${String(error)}`))
  }, intervalMs).unref()

  async function sweep(): Promise<void> {
    for (const { namespace, indexes } of catalog.list()) {
      for (const { name, expireAfterSeconds } of indexes) {
        if (expireAfterSeconds !== undefined) await sweepIndex(namespace, name)
      }
    }
  }

  async function sweepIndex(namespace: string, name: string): Promise<void> {
    let removed = sweepBatch
    while (removed === sweepBatch && !closing.signal.aborted) {
      removed = await storage.write((writer) => removeExpired(writer, namespace, name))
    }
  }

  function removeExpired(writer: Writer, namespace: string, name: string): number {
    const collection = catalog.find(namespace)
    const index = collection?.indexes.find((candidate) => candidate.name === name)
    const [field] = index?.fields ?? []
    if (!collection || !field || index?.expireAfterSeconds === undefined) return 0
    const cutoff = new Date(Date.now() - index.expireAfterSeconds * 1000)
    const filter = compileFilter({ [field.path]: { $lt: cutoff } })
    const expired = [...finder.find(collection, { filter, limit: sweepBatch, hint: { index } })]
    for (const stored of expired) records.remove(writer, collection, stored.document())
    return expired.length
  }

  return {
    async close() {
      closing.abort()
      clearInterval(timer)
      await sweeping
    },
  }
}
