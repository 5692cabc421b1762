import type { IncomingMessage, ServerResponse } from 'node:http'
import { OperationTypeNode } from 'graphql'
import type { Engine } from '../live/engine.ts'
import { toFormatted } from '../live/format-error.ts'
import type { FormatError } from '../live/format-error.ts'
import { FederationError, graphQLErrorsOf } from '../plan/errors.ts'
import type { Logger } from '../plan/logger.ts'
import type { ViewerOf } from './caller.ts'
import { openConnection } from './connection.ts'
import { answerError, notByGet } from './http-errors.ts'
import type { FederationLimits } from './limits.ts'
import { LiveOperationError, startLiveOperation } from './live-operation.ts'
import { createOutboxes } from './outbox.ts'
import { DRAINING, refuseRequest } from './refusal.ts'
import type { AdmittedOperation, OperationText, Requests } from './requests.ts'
import { isFinal, openResponseStream } from './response-stream.ts'
import type { ResponseStream } from './response-stream.ts'
import type { StreamEncoding } from './stream-encoding.ts'
import { endInWaves } from './waves.ts'

export interface ResponseStreamsOptions<Viewer> {
  engine: Pick<Engine<Viewer>, 'eventIdOf'>
  requests: Requests<Viewer>
  viewerOf: ViewerOf<Viewer>
  formatError: FormatError
  limits: FederationLimits
  logger: Logger
}

/** An operation, the results of which are to be streamed. */
export interface StreamRequest {
  request: IncomingMessage
  response: ServerResponse
  encoding: StreamEncoding
  /** @throws what is refused: `graphQLErrorsOf` makes GraphQL errors of it */
  read: () => OperationText
}

/** The responses that stay open for as long as their operations go on. */
export interface ResponseStreams {
  answer: (request: StreamRequest) => Promise<void>
  /**
   * Takes no more and ends the subscriptions in waves; queries and mutations once they have been answered. Resolves when all
   * have ended; those that have not within `overMs` are cut off.
   */
  drain: (overMs: number) => Promise<void>
}

interface Open {
  stream: ResponseStream
  response: ServerResponse
  isLive: boolean
}

/** Makes the responses that stream: what a WebSocket does for many operations, each does for one. */
export function createResponseStreams<Viewer>(options: ResponseStreamsOptions<Viewer>): ResponseStreams {
  const { engine, requests, viewerOf, limits, logger } = options
  const outboxes = createOutboxes({ maxWaitingBytes: limits.socketBufferBytes })
  const open = new Set<Open>()
  const allClosed = Promise.withResolvers<void>()
  let isDraining = false

  const formatted = (error: unknown) =>
    (error instanceof LiveOperationError ? error.errors : graphQLErrorsOf(error)).map((one) =>
      toFormatted(one, options.formatError),
    )
  const push = (stream: ResponseStream, result: object) => stream.results.push(Buffer.from(JSON.stringify(result)))

  const runOnce = async (viewer: Viewer, operation: AdmittedOperation, stream: ResponseStream) => {
    const { errors, ...result } = await requests.execute(viewer, operation, stream.over)
    const extensions = { ...result.extensions, cost: operation.cost }
    push(stream, { ...result, ...(errors && { errors: errors.flatMap(formatted) }), extensions })
    stream.complete()
  }
  const runLive = async (
    viewer: Viewer,
    operation: AdmittedOperation & { lastEventId: string | undefined },
    stream: ResponseStream,
  ) => {
    const live = startLiveOperation({
      subscribe: (sink, signal) => requests.subscribe(viewer, operation, sink, signal),
      results: stream.results,
      onOver: () => undefined,
    })
    stream.over.addEventListener('abort', () => void live.return(), { once: true })
    try {
      await live.next()
      stream.complete()
    } catch (error) {
      stream.fail(formatted(error))
    }
  }
  const run = async (viewer: Viewer, opened: Open, { read, request, encoding }: StreamRequest) => {
    let operation: AdmittedOperation
    try {
      operation = await requests.admit(viewer, read())
      const isMutation = operation.kind === OperationTypeNode.MUTATION
      if (isMutation && request.method !== 'POST') throw notByGet()
    } catch (error) {
      push(opened.stream, { errors: formatted(error) })
      return opened.stream.complete()
    }
    const { stream } = opened
    if (stream.over.aborted) return
    opened.isLive = operation.kind === OperationTypeNode.SUBSCRIPTION
    if (opened.isLive && isDraining) return stream.cut()
    if (!opened.isLive) return runOnce(viewer, operation, stream)
    const lastEventId = encoding.startsAfter ? lastEventIdOf(request) : undefined
    await runLive(viewer, { ...operation, lastEventId }, stream)
  }

  return {
    async answer(asked) {
      const { request, response, encoding } = asked
      // Nothing more would tell that its client has gone.
      if (response.closed) return
      if (isDraining) return refuseRequest(response, DRAINING)
      const stream = openResponseStream({ response, encoding, idOf: engine.eventIdOf, outboxes, limits })
      const opened: Open = { stream, response, isLive: false }
      const connection = openConnection(
        {
          close(closing) {
            if (isFinal(closing)) stream.fail([new FederationError('UNAUTHENTICATED', closing.reason).toJSON()])
            else stream.cut()
          },
        },
        logger,
      )
      open.add(opened)
      response.once('close', () => {
        open.delete(opened)
        connection.closed()
        if (isDraining && open.size === 0) allClosed.resolve()
      })
      let viewer: Viewer
      try {
        viewer = await viewerOf({ request, connection: connection.withParams(null) })
        requests.charge(viewer)
      } catch (error) {
        return answerError(
          { response, type: 'application/json; charset=utf-8', formatError: options.formatError },
          error,
        )
      }
      if (stream.over.aborted) return
      stream.start()
      await run(viewer, opened, asked)
    },
    async drain(overMs) {
      isDraining = true
      if (open.size === 0) return
      const cut = setTimeout(() => open.forEach(({ response }) => response.destroy()), overMs)
      const live = [...open].filter(({ isLive }) => isLive)
      await endInWaves(live, overMs, ({ stream }) => stream.cut())
      await allClosed.promise
      clearTimeout(cut)
    },
  }
}

/** What an EventSource sends when it connects again: the id of the last event that it got, if that had one. */
function lastEventIdOf({ headers }: IncomingMessage): string | undefined {
  const id = headers['last-event-id']
  // As UTF-8, which Node reads as Latin-1.
  return id ? Buffer.from(id.toString(), 'latin1').toString() : undefined
}
