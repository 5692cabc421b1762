import type { RedisChannels } from './redis-channels.ts'

export interface Kept<Value> extends Disposable {
  /**
   * The values of keys: those that are kept, and all others loaded at once. Keys without a value are left out.
   * @throws what `load` throws
   */
  get: (keys: readonly string[]) => Promise<Map<string, Value>>
}

export interface KeptOptions<Value> {
  /** Reads values where they belong, of at most `maxKeys` keys at once; keys that have none are left out. */
  load: (keys: string[]) => Promise<Iterable<readonly [string, Value]>>
  maxKeys: number
  channels: Pick<RedisChannels, 'listen' | 'onGap'>
  /** The channel that tells of changes of a key. */
  channelOf: (key: string) => string
  /** Whether what was published there means that the value is another than before. */
  isChange: (payload: string) => boolean
  /** How old a value may become where no news of it comes. */
  maxAgeMs: number
  /** How many are kept. */
  max: number
}

interface Entry<Value> {
  value: Promise<Value | undefined>
  expiresAtMs: number
  stop: () => void
}

/**
 * What belongs to another service, kept for a short while: until news of its change, until news may have been lost, or until
 * it is too old. News is listened to before a value is read, so that no change falls in between; what cannot be listened to is
 * not kept, and what could not be read is read anew.
 */
export function createKept<Value>(options: KeptOptions<Value>): Kept<Value> {
  const { load, channels, channelOf, isChange, maxAgeMs, max, maxKeys } = options
  const entries = new Map<string, Entry<Value>>()

  const drop = (key: string, entry: Entry<Value>) => {
    if (entries.get(key) === entry) entries.delete(key)
    entry.stop()
  }
  const clear = () => {
    for (const [key, entry] of entries) drop(key, entry)
  }
  const makeRoom = () => {
    for (const [key, entry] of entries) {
      if (entries.size < max) return
      drop(key, entry)
    }
  }
  const listen = async (key: string, entry: Entry<Value>): Promise<void> => {
    try {
      const stop = await channels.listen(channelOf(key), (payload) => isChange(payload) && drop(key, entry))
      if (entries.get(key) === entry) entry.stop = stop
      else stop()
    } catch {
      drop(key, entry)
    }
  }
  const loadAll = async (added: Map<string, Entry<Value>>): Promise<Map<string, Value>> => {
    await Promise.all([...added].map(([key, entry]) => listen(key, entry)))
    try {
      const keys = [...added.keys()]
      const starts = Array.from({ length: Math.ceil(keys.length / maxKeys) }, (_, index) => index * maxKeys)
      const parts = await Promise.all(starts.map((start) => load(keys.slice(start, start + maxKeys))))
      return new Map(parts.flatMap((part) => [...part]))
    } catch (error) {
      for (const [key, entry] of added) drop(key, entry)
      throw error
    }
  }

  const stopGaps = channels.onGap(clear)
  return {
    async get(keys) {
      const wanted = new Map<string, Promise<Value | undefined>>()
      const added = new Map<string, Entry<Value>>()
      const loaded = Promise.withResolvers<Map<string, Value>>()
      for (const key of new Set(keys)) {
        const known = entries.get(key)
        if (known && known.expiresAtMs > Date.now()) {
          wanted.set(key, known.value)
          continue
        }
        if (known) drop(key, known)
        makeRoom()
        const value = loaded.promise.then((values) => values.get(key))
        const entry: Entry<Value> = { value, expiresAtMs: Date.now() + maxAgeMs, stop: () => undefined }
        entries.set(key, entry)
        added.set(key, entry)
        wanted.set(key, value)
      }
      if (added.size > 0) loadAll(added).then(loaded.resolve, loaded.reject)
      const values = await Promise.all([...wanted].map(async ([key, value]) => [key, await value] as const))
      return new Map(values.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])))
    },
    [Symbol.dispose]() {
      stopGaps()
      clear()
    },
  }
}
