export type KeyTurns = ReturnType<typeof createKeyTurns>

/** Makes a queue for each key: what is to be done with the same key is done in order, whether or not what came before failed. */
export function createKeyTurns() {
  const last = new Map<string, Promise<unknown>>()
  return async <Result>(key: string, work: () => Promise<Result>): Promise<Result> => {
    const turn = (last.get(key) ?? Promise.resolve()).then(work, work)
    last.set(key, turn)
    try {
      return await turn
    } finally {
      if (last.get(key) === turn) last.delete(key)
    }
  }
}
