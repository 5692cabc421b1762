import { DomainError, rateLimited } from '@colloquy/platform/errors'
import type { Identity } from '@colloquy/platform/identity'
import type { Logger } from '@colloquy/platform/logger'
import type { SecurityLog } from '@colloquy/platform/security-log'
import { GraphQLError, OperationTypeNode } from 'graphql'
import { makeServer, MessageType, parseMessage } from 'graphql-ws'
import type { ServerOptions } from 'graphql-ws'
import { z } from 'zod'
import { logLimitReached } from '../identity/identify.ts'
import type { Limits } from '../limits.ts'
import type { Charges, CostReport } from '../operations/charges.ts'
import type { MaskErrors } from '../operations/mask-errors.ts'
import type { Operations } from '../operations/operations.ts'
import { withinTimeout } from '../operations/timeout.ts'
import { graphQLErrorsOf, isRefusal } from '../supergraph/errors.ts'
import type { Federation } from '../supergraph/federation.ts'
import { NotAdmittedError } from './admission.ts'
import type { Admission, Doorkeeper } from './admission.ts'
import type { Channel, Conversation } from './channel.ts'
import { FORBIDDEN, INVALID, TOO_MANY_REFUSALS, UNAVAILABLE } from './close-codes.ts'
import { NextFrames } from './frames.ts'
import { LiveOperationError, startLiveOperation } from './live-operation.ts'
import type { LiveOperation } from './live-operation.ts'
import { OperationFrames } from './operation-frames.ts'
import { createRunningOperations, RunningOperation } from './running-operations.ts'

export interface GraphqlSocketOptions {
  federation: Federation
  operations: Operations
  doorkeeper: Doorkeeper
  charges: Charges
  maskErrors: MaskErrors
  limits: Limits
  securityLog: SecurityLog
  logger: Logger
}

const connectionParams = z.object({ authorization: z.string().optional(), Authorization: z.string().optional() })

/**
 * GraphQL over a channel, by the protocol graphql-transport-ws: queries and mutations as over HTTP, and subscriptions. Who
 * asks is settled by connection_init for as long as the channel is open. The protocol is graphql-ws's; only the results of
 * subscriptions go past it, as frames around bytes that many sockets share.
 */
export function createGraphqlSockets(options: GraphqlSocketOptions): (channel: Channel) => Conversation {
  const { federation, operations, doorkeeper, charges, maskErrors, limits, securityLog, logger } = options
  const frames = new NextFrames()

  return (channel) => {
    let identity: Identity = { kind: 'anonymous', ...channel.from }
    let admission: Admission | undefined
    let isClosed = false
    let isFinishing = false
    const running = createRunningOperations()
    const costs = new WeakMap<RunningOperation, CostReport>()
    // By the client's id; null while it is only starting.
    const live = new Map<string, LiveOperation | null>()

    const protocol: ServerOptions = {
      connectionInitWaitTimeout: limits.connectionInitTimeoutMs,
      async onConnect({ connectionParams: given }) {
        try {
          const params = connectionParams.safeParse(given ?? {})
          if (!params.success) return false
          admission = await doorkeeper.admit(params.data.authorization ?? params.data.Authorization, channel)
          identity = admission.identity
          if (isClosed) admission.leave()
          return true
        } catch (error) {
          channel.close(closingFor(error, logger))
          return false
        }
      },
      onSubscribe(_, id, { query, operationName, variables }) {
        try {
          if (id.length > limits.operationIdLength) throw badRequest('The id of the operation is too long.')
          charges.request(identity)
          const prepared = operations.prepare(query, operationName)
          if (!prepared.ok) return prepared.errors
          const { document } = prepared
          const cost = charges.operation(identity, { document, operationName, variables: variables ?? {} })
          const isSubscription = prepared.operation.operation === OperationTypeNode.SUBSCRIPTION
          if (isSubscription) admitSubscription(id)
          const contextValue = isSubscription ? id : admitOperation(id, cost)
          return { schema: federation.schema, document, operationName, variableValues: variables, contextValue }
        } catch (error) {
          if (isRefusal(error)) return graphQLErrorsOf(error)
          throw error
        }
      },
      async execute({ document, operationName, variableValues, contextValue: operation }) {
        if (!(operation instanceof RunningOperation)) throw new Error('An operation runs that was not admitted.')
        supersede(operation.id)
        const request = { document, operationName, variables: variableValues ?? {}, identity }
        try {
          const result = await withinTimeout(limits.operationTimeoutMs, operation.signal, (signal) =>
            federation.execute({ ...request, signal }),
          )
          return { ...result, extensions: { ...result.extensions, cost: costs.get(operation) } }
        } finally {
          operation.end()
        }
      },
      subscribe({ document, operationName, variableValues, contextValue }) {
        const id = String(contextValue)
        supersede(id)
        const operation = startLiveOperation({
          subscribe: (sink, signal) =>
            federation.subscribe({ document, operationName, variables: variableValues ?? {}, identity, signal }, sink),
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
        ...(errors && { errors: errors.map(maskErrors) }),
      }),
      onError: (_ctx, _id, _payload, errors) =>
        errors
          .flatMap((error) => (error.originalError instanceof LiveOperationError ? error.originalError.errors : error))
          .map(maskErrors),
    }

    /** A client may complete an operation and use its id again before graphql-ws has started it, and so never end it. */
    const supersede = (id: string) => void live.get(id)?.return()
    const admitSubscription = (id: string) => {
      if (live.size >= limits.subscriptionsPerSocket) {
        throw badRequest(`A socket can have ${limits.subscriptionsPerSocket} subscriptions.`)
      }
      live.set(id, live.get(id) ?? null)
    }
    const admitOperation = (id: string, cost: CostReport) => {
      if (running.size >= limits.operationsPerSocket) {
        logLimitReached(securityLog, 'operations-of-socket', identity)
        throw rateLimited(1)
      }
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
        const message = messageOfClient(text)
        if (!message) return channel.close(INVALID)
        if (message.type === MessageType.Complete) running.abandon(message.id)
        if (message.type === MessageType.Subscribe && isFinishing) return
        await receive(text)
      },
      async finish() {
        isFinishing = true
        await running.finished()
      },
      onClosed(code, reason) {
        isClosed = true
        admission?.leave()
        running.abandonAll()
        for (const operation of live.values()) void operation?.return()
        closed(code, reason).catch((error: unknown) => logger.error({ err: error }, 'a socket could not be left'))
      },
    }
  }
}

const CLIENT_MESSAGES = [
  MessageType.ConnectionInit,
  MessageType.Ping,
  MessageType.Pong,
  MessageType.Subscribe,
  MessageType.Complete,
] as const

/** The message that a client has sent; null for what is none, and for those that only a server sends. */
function messageOfClient(text: string) {
  try {
    const message = parseMessage(text)
    return CLIENT_MESSAGES.some((type) => type === message.type) ? message : null
  } catch {
    return null
  }
}

/** How a socket is closed that was not let in. */
function closingFor(error: unknown, logger: Logger) {
  if (error instanceof NotAdmittedError) return error.closing
  if (error instanceof DomainError && error.code === 'UNAUTHENTICATED') return FORBIDDEN
  if (error instanceof DomainError && error.code === 'RATE_LIMITED') return TOO_MANY_REFUSALS
  logger.warn({ err: error }, 'who asks on a socket could not be found out')
  return UNAVAILABLE
}

const badRequest = (message: string) => new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' } })
