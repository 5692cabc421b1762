import { OperationTypeNode } from 'graphql'
import { makeServer, MessageType } from 'graphql-ws'
import type { ServerOptions } from 'graphql-ws'
import { toFormatted } from '../live/format-error.ts'
import type { FormatError } from '../live/format-error.ts'
import type { Engine } from '../live/engine.ts'
import { FederationError, graphQLErrorsOf, isRefusal } from '../plan/errors.ts'
import type { Logger } from '../plan/logger.ts'
import type { ViewerOf } from './caller.ts'
import type { Channel, Protocol } from './channel.ts'
import type { CostReport } from './charges.ts'
import { readClientMessage } from './client-messages.ts'
import { INVALID } from './close-codes.ts'
import { closingFor, openConnection } from './connection.ts'
import { NextFrames } from './frames.ts'
import type { FederationLimits } from './limits.ts'
import { LiveOperationError, startLiveOperation } from './live-operation.ts'
import type { LiveOperation } from './live-operation.ts'
import type { OnLimit } from './on-limit.ts'
import { OperationFrames } from './operation-frames.ts'
import type { Requests } from './requests.ts'
import { createRunningOperations, RunningOperation } from './running-operations.ts'

export interface GraphqlTransportWsOptions<Viewer> {
  engine: Pick<Engine<Viewer>, 'schema'>
  requests: Requests<Viewer>
  viewerOf: ViewerOf<Viewer>
  formatError: FormatError
  limits: FederationLimits
  onLimit: OnLimit<Viewer> | undefined
  logger: Logger
}

/**
 * GraphQL over a channel, by the protocol graphql-transport-ws: queries and mutations as over HTTP, and subscriptions. Who
 * asks is settled by connection_init for as long as the channel is open. The protocol is graphql-ws's; only the results of
 * subscriptions go past it, as frames around bytes that many sockets share.
 */
export function createGraphqlTransportWs<Viewer>(
  options: GraphqlTransportWsOptions<Viewer>,
): (channel: Channel) => Protocol {
  const { engine, requests, viewerOf, formatError, limits, onLimit, logger } = options
  const frames = new NextFrames()

  return (channel) => {
    let known: { viewer: Viewer } | undefined
    let isFinishing = false
    const connection = openConnection(channel, logger)
    /** Those of which the document is still looked at. */
    const preparations = createRunningOperations()
    const running = createRunningOperations()
    const costs = new WeakMap<RunningOperation, CostReport>()
    // By the client's id; null while it is only starting.
    const live = new Map<string, LiveOperation | null>()

    const protocol: ServerOptions = {
      connectionInitWaitTimeout: limits.connectionInitTimeoutMs,
      async onConnect({ connectionParams: params = {} }) {
        try {
          known = { viewer: await viewerOf({ request: channel.request, connection: connection.withParams(params) }) }
          return true
        } catch (error) {
          channel.close(closingFor(error, logger))
          return false
        }
      },
      async onSubscribe(_, id, { query, operationName, variables, extensions }) {
        let preparation: RunningOperation | undefined
        try {
          if (id.length > limits.operationIdLength) throw badRequest('The id of the operation is too long.')
          requests.charge(viewer())
          preparation = admitPreparation(id)
          const { kind, cost, document } = await requests.admit(viewer(), {
            query,
            operationName,
            variables,
            extensions,
          })
          if (preparation.signal.aborted) throw badRequest('The client gave up.')
          const isSubscription = kind === OperationTypeNode.SUBSCRIPTION
          if (isSubscription) admitSubscription(id)
          const contextValue = isSubscription ? id : admitOperation(id, cost)
          return { schema: engine.schema, document, operationName, variableValues: variables, contextValue }
        } catch (error) {
          if (isRefusal(error)) return graphQLErrorsOf(error)
          throw error
        } finally {
          preparation?.end()
        }
      },
      async execute({ document, operationName, variableValues, contextValue: operation }) {
        if (!(operation instanceof RunningOperation)) throw new Error('An operation runs that was not admitted.')
        supersede(operation.id)
        const request = { document, operationName, variables: variableValues ?? {} }
        try {
          const result = await requests.execute(viewer(), request, operation.signal)
          return { ...result, extensions: { ...result.extensions, cost: costs.get(operation) } }
        } finally {
          operation.end()
        }
      },
      subscribe({ document, operationName, variableValues, contextValue }) {
        const id = String(contextValue)
        supersede(id)
        const request = { document, operationName, variables: variableValues ?? {} }
        const operation = startLiveOperation({
          subscribe: (sink, signal) => requests.subscribe(viewer(), request, sink, signal),
          results: new OperationFrames(id, frames, channel.outbox),
          onOver() {
            if (live.get(id) === operation) live.delete(id)
          },
        })
        live.set(id, operation)
        return operation
      },
      onNext: (_ctx, _id, _payload, _args, { errors, ...result }) => ({
        ...result,
        ...(errors && { errors: errors.map((error) => toFormatted(error, formatError)) }),
      }),
      onError: (_ctx, _id, _payload, errors) =>
        errors
          .flatMap((error) => (error.originalError instanceof LiveOperationError ? error.originalError.errors : error))
          .map((error) => toFormatted(error, formatError)),
    }

    /** By the protocol nothing is asked before it is known. */
    const viewer = (): Viewer => {
      if (!known) throw new Error('An operation came before the acknowledgement.')
      return known.viewer
    }
    /** A client may complete an operation and use its id again before graphql-ws has started it, and so never end it. */
    const supersede = (id: string) => void live.get(id)?.return()
    const refuseOperation = () => {
      onLimit?.('operations-of-socket', { request: channel.request, viewer: viewer() })
      return tooManyOperations()
    }
    const admitPreparation = (id: string) => {
      if (preparations.size >= limits.subscriptionsPerSocket + limits.operationsPerSocket) throw refuseOperation()
      return preparations.begin(id)
    }
    const admitSubscription = (id: string) => {
      if (live.size >= limits.subscriptionsPerSocket) {
        throw badRequest(`A socket can have ${limits.subscriptionsPerSocket} subscriptions.`)
      }
      live.set(id, live.get(id) ?? null)
    }
    const admitOperation = (id: string, cost: CostReport) => {
      if (running.size >= limits.operationsPerSocket) throw refuseOperation()
      const operation = running.begin(id)
      costs.set(operation, cost)
      return operation
    }

    /** By graphql-ws, from the moment that it knows of the channel. */
    let receive = async (_text: string): Promise<void> => channel.close(INVALID)
    const closed = makeServer(protocol).opened(
      {
        protocol: channel.protocol,
        send: channel.send,
        close: (code = 1000, reason = '') => channel.close({ code, reason }),
        onMessage(listener) {
          receive = listener
        },
      },
      undefined,
    )
    return {
      async onMessage(text) {
        const read = readClientMessage(text)
        if (!read) return channel.close(INVALID)
        const { message } = read
        if (message.type === MessageType.Complete) {
          for (const operations of [preparations, running]) operations.abandon(message.id)
        }
        if (message.type === MessageType.Subscribe && isFinishing) return
        await receive(read.text)
      },
      async finish() {
        isFinishing = true
        await preparations.finished()
        await running.finished()
      },
      onClosed(code, reason) {
        connection.closed()
        for (const operations of [preparations, running]) operations.abandonAll()
        for (const operation of live.values()) void operation?.return()
        closed(code, reason).catch((error: unknown) => logger.error({ err: error }, 'a socket could not be left'))
      },
    }
  }
}

const badRequest = (message: string) => new FederationError('BAD_REQUEST', message)

/** When a client with too many operations under way may ask again. */
const BUSY_RETRY_SECONDS = 1

const tooManyOperations = () =>
  new FederationError('RATE_LIMITED', `Too many requests. Try again in ${BUSY_RETRY_SECONDS} seconds.`, {
    extensions: { retryAfter: BUSY_RETRY_SECONDS },
  })
