import { setImmediate as nextTurn } from 'node:timers/promises'

/** A query or mutation that is under way on a socket. */
export class RunningOperation {
  readonly id: string
  readonly #client = new AbortController()
  readonly #onEnd: (operation: RunningOperation) => void

  constructor(id: string, onEnd: (operation: RunningOperation) => void) {
    this.id = id
    this.#onEnd = onEnd
  }

  /** Aborted when the client no longer waits for the answer. */
  get signal(): AbortSignal {
    return this.#client.signal
  }

  abandon(): void {
    this.#client.abort()
  }

  /** There is a result. */
  end(): void {
    this.#onEnd(this)
  }
}

/** The queries and mutations that are under way on one socket. */
export interface RunningOperations {
  readonly size: number
  begin: (id: string) => RunningOperation
  /** The client no longer waits for the operation with this id, if there is one. */
  abandon: (id: string) => void
  /** The client has gone. */
  abandonAll: () => void
  /** Resolves once none is under way, and the answers have been sent. */
  finished: () => Promise<void>
}

/** Makes the record of one socket's operations. */
export function createRunningOperations(): RunningOperations {
  const running = new Set<RunningOperation>()
  const waiting = new Set<() => void>()
  const onEnd = (operation: RunningOperation) => {
    running.delete(operation)
    if (running.size > 0) return
    for (const resolve of waiting) resolve()
    waiting.clear()
  }
  return {
    get size() {
      return running.size
    },
    begin(id) {
      const operation = new RunningOperation(id, onEnd)
      running.add(operation)
      return operation
    },
    abandon(id) {
      for (const operation of running) if (operation.id === id) operation.abandon()
    },
    abandonAll() {
      for (const operation of running) operation.abandon()
    },
    async finished() {
      if (running.size > 0) await new Promise<void>((resolve) => waiting.add(resolve))
      // What has a result is sent by graphql-ws within the same turn.
      await nextTurn()
    },
  }
}
