import type { Storage } from '@graphiql/toolkit'

/** GraphiQL keeps what is typed in local storage otherwise: tokens in headers, and what one asks of others. */
export function createMemoryStorage(): Storage {
  const items = new Map<string, string>()
  return {
    get length() {
      return items.size
    },
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
    clear: () => items.clear(),
  }
}
