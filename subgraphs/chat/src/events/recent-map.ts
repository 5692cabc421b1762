/** A map that forgets what was set or read longest ago once it has more than `max` keys. */
export interface RecentMap<Value> {
  get: (key: string) => Value | undefined
  set: (key: string, value: Value) => void
  delete: (key: string) => void
}

export function createRecentMap<Value>(max: number): RecentMap<Value> {
  // A Map iterates in order of insertion, so its first key is the one to forget.
  const values = new Map<string, Value>()
  const touch = (key: string, value: Value) => {
    values.delete(key)
    values.set(key, value)
  }
  return {
    get(key) {
      const value = values.get(key)
      if (value !== undefined) touch(key, value)
      return value
    },
    set(key, value) {
      touch(key, value)
      const [oldest] = values.keys()
      if (values.size > max && oldest !== undefined) values.delete(oldest)
    },
    delete: (key) => void values.delete(key),
  }
}
