interface Waiting<Value> {
  key: string
  resolve: (value: Value | undefined) => void
  reject: (reason: unknown) => void
}

/**
 * Joins single look-ups into few: those asked for in one turn of the event loop are loaded together, at most `maxKeys`
 * at once, each key once. Keeps no answers. A key that `load` does not answer is undefined; when `load` fails, all of
 * its keys do.
 */
export function createBatcher<Value>(
  load: (keys: string[]) => Promise<ReadonlyMap<string, Value>>,
  maxKeys: number,
): (key: string) => Promise<Value | undefined> {
  let queue: Waiting<Value>[] = []

  const loadSome = async (waiting: Waiting<Value>[], keys: string[]) => {
    try {
      const values = await load(keys)
      for (const { key, resolve } of waiting) resolve(values.get(key))
    } catch (error) {
      for (const { reject } of waiting) reject(error)
    }
  }
  const flush = () => {
    const byKey = Map.groupBy(queue, ({ key }) => key)
    queue = []
    const keys = [...byKey.keys()]
    for (let start = 0; start < keys.length; start += maxKeys) {
      const some = keys.slice(start, start + maxKeys)
      void loadSome(
        some.flatMap((key) => byKey.get(key) ?? []),
        some,
      )
    }
  }
  return (key) =>
    new Promise((resolve, reject) => {
      if (queue.length === 0) setImmediate(flush)
      queue.push({ key, resolve, reject })
    })
}
