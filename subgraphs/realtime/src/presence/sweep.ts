import type { Logger } from '@colloquy/platform/logger'
import type { RealtimeLimits } from '../limits.ts'
import { PRESENCE_BUCKETS } from './presence-store.ts'
import type { PresenceStore } from './presence-store.ts'

/**
 * Announces who has gone offline. Every process does this for all users, also those of a process that died without a
 * word; the store sees to it that each departure is announced once.
 */
export function startPresenceSweep(store: PresenceStore, logger: Logger, limits: RealtimeLimits): Disposable {
  let sweeping = false

  const sweepBucket = async (bucket: number) => {
    for (let due = await store.due(bucket); due.length > 0; due = await store.due(bucket)) {
      await Promise.all(due.map(store.settle))
      if (due.length < limits.presenceSweepPage) return
    }
  }
  const sweep = async () => {
    if (sweeping) return
    sweeping = true
    try {
      await Promise.all(Array.from({ length: PRESENCE_BUCKETS }, (_, bucket) => sweepBucket(bucket)))
    } catch (error) {
      logger.warn({ err: error }, 'presence could not be swept')
    } finally {
      sweeping = false
    }
  }
  const interval = setInterval(() => void sweep(), limits.presenceSweepMs).unref()
  return { [Symbol.dispose]: () => clearInterval(interval) }
}
