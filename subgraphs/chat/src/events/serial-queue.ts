/** Runs a task of a key after all earlier ones of that key have ended, well or badly. */
export type SerialQueue = <Result>(key: string, task: () => Promise<Result>) => Promise<Result>

/** First come, first served within a key; different keys run at the same time. Keeps nothing of keys at rest. */
export function createSerialQueue(): SerialQueue {
  const tails = new Map<string, Promise<void>>()
  return (key, task) => {
    const result = (tails.get(key) ?? Promise.resolve()).then(task)
    const tail = result.then(
      () => undefined,
      () => undefined,
    )
    tails.set(key, tail)
    void tail.then(() => tails.get(key) === tail && tails.delete(key))
    return result
  }
}
