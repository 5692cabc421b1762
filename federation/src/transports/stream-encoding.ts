import type { GraphQLFormattedError } from 'graphql'

/** How the results of one operation are written into a response, one after the other. */
export interface StreamEncoding {
  contentType: string
  /** Comes first, so that a client knows at once that it has been let in. */
  head: Buffer
  /** @param payload a serialised result */
  result: (payload: Buffer, idOf: EventIdOf) => Buffer
  /** Tells where a subscription stands before its first event; null where ids are not told. */
  startsAfter: ((id: string) => Buffer) | null
  /** Tells a reader that nobody has gone, and proxies between that the connection is in use. */
  heartbeat: Buffer
  /** Comes last, when there will be no more. Without it the connection was lost, and clients ask again. */
  complete: Buffer
  /** Comes last instead, when a subscription ends by errors. */
  failed: (errors: readonly GraphQLFormattedError[]) => Buffer
}

/** The id of the event that a result is of; undefined where there is none. */
export type EventIdOf = (payload: Buffer) => string | undefined

type Make = StreamEncoding['result']

/** Readers of a room get the same bytes: what is made of a payload is kept until the next. */
export function shared(make: Make): Make {
  let last: { payload: Buffer; made: Buffer } | null = null
  return (payload, idOf) => {
    if (last?.payload !== payload) last = { payload, made: make(payload, idOf) }
    return last.made
  }
}
