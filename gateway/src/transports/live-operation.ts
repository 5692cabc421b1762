import type { GraphQLError } from 'graphql'
import { graphQLErrorsOf } from '../supergraph/errors.ts'
import type { ResultSink } from '../supergraph/federation.ts'

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

export interface LiveOperationOptions {
  /** @param signal aborted when the client has gone */
  subscribe: (sink: ResultSink, signal: AbortSignal) => Promise<unknown>
  next: (payload: Buffer) => void
  roomy: () => Promise<void>
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
export function startLiveOperation({ subscribe, next, roomy, onOver }: LiveOperationOptions): LiveOperation {
  const end = Promise.withResolvers<IteratorReturnResult<void>>()
  // It may fail before anyone waits for it.
  end.promise.catch(() => undefined)
  const client = new AbortController()
  let isOver = false
  const over = () => {
    if (isOver) return false
    isOver = true
    onOver()
    return true
  }
  const sink: ResultSink = {
    next(payload) {
      if (!isOver) next(payload)
    },
    roomy,
    complete() {
      if (over()) end.resolve({ done: true, value: undefined })
    },
    error(errors) {
      if (over()) end.reject(new LiveOperationError(errors))
    },
  }
  subscribe(sink, client.signal).catch((error: unknown) => sink.error(graphQLErrorsOf(error)))
  return {
    [Symbol.asyncIterator]() {
      return this
    },
    next: () => end.promise,
    async return() {
      if (over()) client.abort()
      return { done: true, value: undefined }
    },
  }
}
