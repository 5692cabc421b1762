/** The right to use a shared thing until it is disposed; disposing twice is harmless. */
export interface Lease<Value> extends Disposable {
  value: Value
}

export interface Leases<Value> extends Disposable {
  /**
   * The thing of this key: opened for the first who asks, shared with the others.
   * @throws what `open` throws, to all who wait for it; the next to ask opens anew
   */
  acquire: (key: string) => Promise<Lease<Value>>
  /** As `acquire`, for many: all or none. */
  acquireAll: (keys: readonly string[]) => Promise<Map<string, Lease<Value>>>
  /** The things that are open now, by key. */
  opened: () => ReadonlyMap<string, Value>
}

interface Entry<Value> {
  holders: number
  value: Promise<Value>
  closing?: NodeJS.Timeout
}

/**
 * Things that are opened by key when first needed, shared by counting holders, and closed `lingerMs` after the last has
 * let go.
 */
export function createLeases<Value extends Disposable>(
  open: (key: string) => Promise<Value>,
  lingerMs: number,
): Leases<Value> {
  const entries = new Map<string, Entry<Value>>()
  const opened = new Map<string, Value>()
  let disposed = false

  const start = (key: string): Entry<Value> => {
    const entry: Entry<Value> = { holders: 0, value: open(key) }
    entries.set(key, entry)
    entry.value.then(
      (value) => (disposed ? value[Symbol.dispose]() : opened.set(key, value)),
      () => entries.delete(key),
    )
    return entry
  }
  const close = (key: string, value: Value) => {
    entries.delete(key)
    opened.delete(key)
    value[Symbol.dispose]()
  }

  const acquire = async (key: string): Promise<Lease<Value>> => {
    const entry = entries.get(key) ?? start(key)
    clearTimeout(entry.closing)
    entry.holders += 1
    const value = await entry.value
    let held = true
    return {
      value,
      [Symbol.dispose]() {
        if (!held) return
        held = false
        entry.holders -= 1
        if (entry.holders > 0 || disposed) return
        entry.closing = setTimeout(() => close(key, value), lingerMs).unref()
      },
    }
  }

  return {
    acquire,
    async acquireAll(keys) {
      const outcomes = await Promise.allSettled(keys.map(async (key) => [key, await acquire(key)] as const))
      const leases = new Map(outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : [])))
      const failed = outcomes.find((outcome) => outcome.status === 'rejected')
      if (!failed) return leases
      for (const lease of leases.values()) lease[Symbol.dispose]()
      throw failed.reason
    },
    opened: () => opened,
    [Symbol.dispose]() {
      disposed = true
      for (const { closing } of entries.values()) clearTimeout(closing)
      for (const [key, value] of opened) close(key, value)
    },
  }
}
