import type { GraphQLError } from 'graphql'
import type { ResultSink } from '../live/running-subscription.ts'
import { graphQLErrorsOf } from '../plan/errors.ts'

/** Why a subscription ended: all the errors, where an iterator can throw only one. */
export class LiveOperationError extends Error {
  override name = 'LiveOperationError'
  readonly errors: readonly GraphQLError[]

  constructor(errors: readonly GraphQLError[]) {
    super(errors.map(({ message }) => message).join('; '))
    this.errors = errors
  }
}

/** A running subscription, in the form of what graphql-ws iterates over. */
export interface LiveOperation extends AsyncIterableIterator<never, void> {
  return: () => Promise<IteratorReturnResult<void>>
}

/** Where a subscription's results go. */
export interface Results {
  push: (payload: Buffer) => void
  /** Resolves when it can take more. */
  roomy: () => Promise<void>
  /** Tells where the subscription stands before its first event. */
  startsAfter?: ((id: string) => void) | undefined
}

export interface LiveOperationOptions {
  /** @param signal aborted when the client has gone */
  subscribe: (sink: ResultSink, signal: AbortSignal) => Promise<unknown>
  results: Results
  /** Called once when it is over, whoever ended it. */
  onOver: () => void
}

/**
 * Starts a subscription. The iterator yields nothing, since results go to the socket past graphql-ws; it only ends when the
 * subscription does, or throws a {@link LiveOperationError}.
 *
 * Once the client has gone (`return`), what `next` promised stays open for ever: were it settled, graphql-ws would see the
 * iteration end and, if the client has reused the id meanwhile, complete the new operation instead of this one.
 */
export function startLiveOperation({ subscribe, results, onOver }: LiveOperationOptions): LiveOperation {
  const client = new AbortController()
  const sink = new Sink(results, onOver)
  subscribe(sink, client.signal).catch((error: unknown) => sink.error(graphQLErrorsOf(error)))
  return {
    [Symbol.asyncIterator]() {
      return this
    },
    next: () => sink.end.promise,
    async return() {
      if (sink.over()) client.abort()
      return { done: true, value: undefined }
    },
  }
}

/** A class for the same reason as an outbox is one: it is touched at every delivery. */
class Sink implements ResultSink {
  readonly end = Promise.withResolvers<IteratorReturnResult<void>>()
  readonly #results: Results
  readonly #onOver: () => void
  #isOver = false

  constructor(results: Results, onOver: () => void) {
    this.#results = results
    this.#onOver = onOver
    // It may fail before anyone waits for it.
    this.end.promise.catch(() => undefined)
  }

  /** False when it was over before. */
  over(): boolean {
    if (this.#isOver) return false
    this.#isOver = true
    this.#onOver()
    return true
  }

  next(payload: Buffer): void {
    if (!this.#isOver) this.#results.push(payload)
  }

  roomy(): Promise<void> {
    return this.#results.roomy()
  }

  get startsAfter(): ResultSink['startsAfter'] {
    return this.#isOver ? undefined : this.#results.startsAfter
  }

  complete(): void {
    if (this.over()) this.end.resolve({ done: true, value: undefined })
  }

  error(errors: readonly GraphQLError[]): void {
    if (this.over()) this.end.reject(new LiveOperationError(errors))
  }
}
