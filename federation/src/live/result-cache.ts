import { LRUCache } from 'lru-cache'
import type { LiveLimits } from './limits.ts'

/** The result of an event that is under way or kept, or else what `make` makes of it, which never rejects. */
export type ResultOf = (event: object, make: () => Promise<Buffer>) => Promise<Buffer>

/** Opens the part of one shape. */
export type ResultCache = () => ResultOf

type RecentResults = Pick<LiveLimits, 'recentResults' | 'recentResultBytes' | 'recentResultMs'>

/**
 * Keeps results for others who want the same a moment later: many clients that lost the same connection resume from the
 * same place. All shapes together have one budget, and what has expired is let go also when nothing new comes.
 */
export function createResultCache({ recentResults, recentResultBytes, recentResultMs }: RecentResults): ResultCache {
  const kept = new LRUCache<object, Promise<Buffer>>({
    max: recentResults,
    maxSize: recentResultBytes,
    ttl: recentResultMs,
  })
  /** One for all: a timer for each result would cost as much as some results do. */
  let sweep: NodeJS.Timeout | undefined
  const sweepLater = () => {
    sweep ??= setTimeout(() => {
      sweep = undefined
      kept.purgeStale()
      if (kept.size > 0) sweepLater()
    }, recentResultMs).unref()
  }
  return () => {
    const underWay = new Map<object, Promise<Buffer>>()
    /** An event has another result, and so another key, in each shape. */
    const keys = new WeakMap<object, object>()

    const keep = async (event: object, result: Promise<Buffer>) => {
      const { length } = await result
      const key = {}
      keys.set(event, key)
      kept.set(key, result, { size: length })
      sweepLater()
      underWay.delete(event)
    }
    return (event, make) => {
      const key = keys.get(event)
      const known = underWay.get(event) ?? (key && kept.get(key))
      if (known) return known
      const result = make()
      underWay.set(event, result)
      void keep(event, result)
      return result
    }
  }
}
