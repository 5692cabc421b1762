import type { ServerResponse } from 'node:http'
import type { GraphQLFormattedError } from 'graphql'
import type { Closing } from './close-codes.ts'
import type { TransportLimits } from './limits.ts'
import type { Results } from './live-operation.ts'
import type { Outboxes } from './outbox.ts'
import type { EventIdOf, StreamEncoding } from './stream-encoding.ts'

/** A response into which the results of one operation are written as they come. */
export interface ResponseStream {
  /** Sends the headers: from here on all that happens is told in the stream. */
  start: () => void
  results: Results
  /** Ends it after what was sent before. Calling it again does nothing. */
  complete: () => void
  fail: (errors: readonly GraphQLFormattedError[]) => void
  /** Ends it without a last word: the client asks again, and finds another server or is told what is wrong. */
  cut: () => void
  /** Aborted when it has ended, or its client has gone. */
  over: AbortSignal
}

/** Makes a stream of a response of which nothing has been sent. */
export function openResponseStream({
  response,
  encoding,
  idOf,
  outboxes,
  limits,
}: {
  response: ServerResponse
  encoding: StreamEncoding
  idOf: EventIdOf
  outboxes: Outboxes
  limits: TransportLimits
}): ResponseStream {
  const { startsAfter } = encoding
  const over = new AbortController()
  let heartbeat: NodeJS.Timeout | undefined
  const outbox = outboxes.open(response, () => end())
  const stop = () => {
    clearInterval(heartbeat)
    outbox.close()
    over.abort()
  }
  response.once('close', stop)

  const start = () => {
    if (response.headersSent) return
    response.writeHead(200, {
      'content-type': encoding.contentType,
      'cache-control': 'no-store, no-transform',
      // Proxies that know it pass on what comes when it comes.
      'x-accel-buffering': 'no',
    })
    outbox.push(encoding.head)
    outbox.flush()
    heartbeat = setInterval(() => outbox.push(encoding.heartbeat), limits.pingIntervalMs).unref()
  }
  const end = (lastWords?: Buffer) => {
    if (response.writableEnded) return
    start()
    if (lastWords) outbox.push(lastWords)
    outbox.flush()
    stop()
    response.end()
    setTimeout(() => response.destroy(), limits.closeTimeoutMs).unref()
  }
  return {
    start,
    results: {
      push: (payload) => outbox.push(encoding.result(payload, idOf)),
      roomy: () => outbox.roomy(),
      startsAfter: startsAfter ? (id) => outbox.push(startsAfter(id)) : undefined,
    },
    complete: () => end(encoding.complete),
    fail: (errors) => end(encoding.failed(errors)),
    cut: () => end(),
    over: over.signal,
  }
}

/** Who is to sign in again, or to go, is told; whoever may come back at once only has to. */
export const isFinal = ({ code }: Closing): boolean => code >= 4400 && code < 4500
