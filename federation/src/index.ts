import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { GatewayInterface } from '@apollo/server-gateway-interface'
import type { ExecutionResult, GraphQLSchema } from 'graphql'
import { createEngine } from './live/engine.ts'
import type { FormatError } from './live/format-error.ts'
import type { SubscriptionObserver } from './live/observer.ts'
import type { ResumableFields } from './live/resumable.ts'
import type { ResultSink } from './live/running-subscription.ts'
import { createDocuments } from './plan/documents.ts'
import { graphQLErrorsOf } from './plan/errors.ts'
import { consoleLogger } from './plan/logger.ts'
import type { Logger } from './plan/logger.ts'
import { createTurns } from './plan/turns.ts'
import type { CachedType, WatchEntity } from './subgraphs/entity-cache.ts'
import type { MountedSubgraph, TopicHub } from './subgraphs/mounted.ts'
import { createGatewayForApolloServer } from './transports/apollo-server.ts'
import type { ViewerOf } from './transports/caller.ts'
import type { Charges } from './transports/charges.ts'
import { createGraphqlTransportWs } from './transports/graphql-transport-ws.ts'
import { createHttpTransport } from './transports/http.ts'
import type { HttpHandler, HttpTransport } from './transports/http.ts'
import { defaultLimits } from './transports/limits.ts'
import type { FederationLimits } from './transports/limits.ts'
import type { OnLimit } from './transports/on-limit.ts'
import { createPersistedQueries } from './transports/persisted-queries.ts'
import { planAhead } from './transports/plan-ahead.ts'
import type { Refusal } from './transports/refusal.ts'
import { createRequests } from './transports/requests.ts'
import type { OperationText } from './transports/requests.ts'
import { createTrustedDocuments } from './transports/trusted-documents.ts'
import type { TrustedDocumentsOptions } from './transports/trusted-documents.ts'
import { createWebSocketTransport } from './transports/websocket.ts'
import type { WebSocketTransport } from './transports/websocket.ts'

export type { FormatError } from './live/format-error.ts'
export type { ResumableField, ResumableFields } from './live/resumable.ts'
export type { SubscriptionObserver } from './live/observer.ts'
export type { ResultSink } from './live/running-subscription.ts'
export { FEDERATION_ERROR_CODES, FederationError, graphQLErrorsOf } from './plan/errors.ts'
export type { FederationErrorCode } from './plan/errors.ts'
export type { Logger } from './plan/logger.ts'
export type { CachedType, WatchEntity } from './subgraphs/entity-cache.ts'
export type { EventStream, MountedField, MountedSubgraph, TopicHub } from './subgraphs/mounted.ts'
export type { GatewayContext } from './transports/apollo-server.ts'
export { ConnectionRefusal } from './transports/caller.ts'
export type { Caller, Connection, ViewerOf } from './transports/caller.ts'
export type { Allowance, Charges, CostReport } from './transports/charges.ts'
export { CLOSINGS } from './transports/close-codes.ts'
export type { Closing } from './transports/close-codes.ts'
export type { HttpHandler } from './transports/http.ts'
export { defaultLimits } from './transports/limits.ts'
export type { FederationLimits } from './transports/limits.ts'
export type { OnLimit, SocketLimit } from './transports/on-limit.ts'
export type { Refusal } from './transports/refusal.ts'
export type { OperationText } from './transports/requests.ts'
export type {
  PersistedQueryManifest,
  TrustedDocument,
  TrustedDocumentsOptions,
} from './transports/trusted-documents.ts'
export type { WebSocketTransport } from './transports/websocket.ts'

/** `Viewer` is whatever tells who asks: a user id, an object, `null` for nobody. The federation only hands it on. */
export interface FederationOptions<Viewer> {
  /** The composed supergraph's SDL, as `rover supergraph compose` or `@apollo/composition` write it. */
  supergraph: string
  /** Tells who asks, of each HTTP request and once of each WebSocket. */
  viewerOf: ViewerOf<Viewer>
  /**
   * As whom subgraphs are asked for the events that many viewers share: somebody who may see what all of them may. It holds no
   * scopes; fields that depend on who asks must be marked `@perViewer`, or refuse it.
   */
  sharedViewer: Viewer
  /** Where subgraphs are, by name; goes before the supergraph's own routing URLs. Default: none. */
  routingUrls?: Readonly<Record<string, string>>
  /**
   * Headers that tell a subgraph on whose behalf it is asked. Over graphql-transport-ws they are `extensions.headers` of the
   * subscribe message. Default: none.
   */
  headersFor?: (viewer: Viewer, subgraph: string) => Record<string, string>
  /** What a viewer may do by `@requiresScopes`; null when nobody is signed in. Default: nobody is. */
  scopesOf?: (viewer: Viewer) => ReadonlySet<string> | null
  /** Equal for viewers who may share what depends on who asks. Default: the viewer as JSON. */
  viewerKey?: (viewer: Viewer) => string
  /**
   * Fields of Subscription that resume by `Last-Event-ID` over Server-Sent Events, and how. Their events are told with ids; a request
   * with the header for any other is refused. Default: none.
   */
  resumable?: ResumableFields
  /** Types whose public fields shared events take from a cache, by name. Default: none. */
  cachedEntities?: Readonly<Record<string, CachedType>>
  /** Hears of changes of an entity for as long as it is cached, and calls {@link Federation.invalidateEntity}. */
  watchEntity?: WatchEntity
  /**
   * Documents that are known beforehand, those of your own programs: validated and planned at the start, and after each new
   * supergraph, so that they cost no `newDocumentCost`. Clients send them, or their ids as Apollo's do. With `only`, whatever
   * else a client asks is refused. Default: none.
   */
  trustedDocuments?: TrustedDocumentsOptions
  /** What viewers may still ask for, in cost. Default: each operation is limited by its cost, and viewers are not. */
  charges?: Charges<Viewer>
  /** Numbers that differ from {@link defaultLimits}, which describes them. */
  limits?: Partial<FederationLimits>
  /** Origins of pages that may call from a browser, such as `https://shop.example`. Programs send none. Default: none. */
  allowedOrigins?: readonly string[]
  /** Refuses an HTTP request before its body is read. Default: none is. */
  onRequest?: (request: IncomingMessage, response: ServerResponse) => Refusal | null
  /** Refuses a WebSocket before it is opened. Default: none is. */
  onUpgrade?: (request: IncomingMessage) => Refusal | null
  /** Hears of limits that a socket has reached. */
  onLimit?: OnLimit<Viewer>
  /** HTML for a person who opens the endpoint in a browser. Default: an error in JSON. */
  landingPage?: string
  /** What a client may see of an error. Default: its message, path and extensions, but nothing of what caused it. */
  formatError?: FormatError
  /** Hears what subscriptions cost. */
  observer?: SubscriptionObserver
  /** Default: warnings and errors go to the console. */
  logger?: Logger
}

/** A query, mutation or subscription of a viewer that no transport has brought. */
export interface FederationRequest<Viewer> extends OperationText {
  viewer: Viewer
  /**
   * Aborted when nobody waits for the result any more: subgraphs are asked nothing further, and hear that they need not
   * go on. For a subscription: when the viewer has gone, also while it is only starting.
   */
  signal?: AbortSignal
}

/** A supergraph that answers queries, mutations and subscriptions. */
export interface Federation<Viewer> extends AsyncDisposable {
  /**
   * GraphQL over HTTP: for `createServer(federation.handler)` or a route of a server of yours. Clients that accept
   * `text/event-stream` (GraphQL over SSE, distinct connections) or `multipart/mixed;subscriptionSpec=1.0` (Apollo's) get
   * subscriptions by it too: those are responses that stay open, one for each.
   */
  readonly handler: HttpHandler
  /**
   * Takes WebSockets that speak graphql-transport-ws at a path of an HTTP server, which stays yours to close. Upgrades at
   * other paths are left to others who listen for them, and refused where nobody does.
   * @returns what closes them before {@link Federation.close} does
   */
  attachWebSocket: (server: Server, options?: { /** Default: `/graphql`. */ path?: string }) => WebSocketTransport
  /** For `new ApolloServer({ gateway })`. Its context value must be a `GatewayContext`: `{ viewer }`. */
  readonly gatewayInterface: GatewayInterface
  /** The public API, as the current supergraph has it. */
  readonly schema: GraphQLSchema
  /** Answers a subgraph's part in this process; its routing URL is not used. It stays yours to close. */
  mount: (subgraph: MountedSubgraph<Viewer>) => void
  /** Where mounted subgraphs publish. */
  readonly hub: TopicHub
  /** Runs a query or mutation. What goes wrong is in the result's `errors`, as it is: nothing passes `formatError`. */
  execute: (request: FederationRequest<Viewer>) => Promise<ExecutionResult>
  /**
   * Starts a subscription; resolves with its teardown when it is live.
   * @throws what is refused: {@link graphQLErrorsOf} makes GraphQL errors of it
   */
  subscribe: (request: FederationRequest<Viewer>, sink: ResultSink) => Promise<() => void>
  /**
   * What an operation costs before it runs, by the schema's `@cost` and `@listSize`; of a subscription, what each event does.
   * @throws what is refused: {@link graphQLErrorsOf} makes GraphQL errors of it
   */
  costOf: (operation: OperationText) => number
  /**
   * Takes a new supergraph from now on. Running subscriptions that mean the same under it go on; the others end with
   * SUBSCRIPTION_SCHEMA_RELOAD, each within `reloadSpreadMs` of when it is known: each operation is validated and planned anew in
   * turns, with everything else in between.
   * @throws Error when it is not usable; the current one stays
   */
  replaceSupergraph: (supergraph: string) => void
  /** An entity has changed, so that what is kept of it is asked for again. */
  invalidateEntity: (typename: string, id: string) => void
  /** Changes of entities may have gone unheard. */
  clearEntities: () => void
  /**
   * Takes no more WebSockets and streams and ends those that are open in waves, WebSockets by 1001, each once what is under way
   * on it has been answered, and what is still open after `overMs` at once.
   */
  drain: (overMs: number) => Promise<void>
  /**
   * Drains; then ends all subscriptions and closes the connections to subgraphs. Close HTTP servers before or meanwhile: what
   * comes by {@link Federation.handler} afterwards is refused. Default: 10 s.
   */
  close: (overMs?: number) => Promise<void>
}

const DEFAULT_CLOSE_MS = 10_000

/**
 * Makes a federation of a supergraph. It connects to subgraphs when they are first asked.
 * @throws Error when the supergraph is not usable: it does not parse, or asks for something that is not supported; or when
 * a list of trusted documents is not
 */
export function createFederation<Viewer>(options: FederationOptions<Viewer>): Federation<Viewer> {
  const { viewerOf, charges, logger = consoleLogger, formatError = (formatted) => formatted } = options
  const limits = { ...defaultLimits, ...options.limits }
  const takeTurn = createTurns(1, limits.newDocumentsPerCaller)
  const viewerKey = options.viewerKey ?? ((viewer) => JSON.stringify({ viewer }))
  const callerOf = charges?.callerOf ?? viewerKey
  const engine = createEngine<Viewer>({
    supergraphSdl: options.supergraph,
    routingUrls: options.routingUrls ?? {},
    headersFor: options.headersFor ?? (() => ({})),
    sharedViewer: options.sharedViewer,
    scopesOf: options.scopesOf ?? (() => null),
    viewerKey,
    callerOf,
    resumable: options.resumable ?? {},
    cachedEntities: options.cachedEntities ?? {},
    watchEntity: options.watchEntity,
    formatError,
    limits,
    takeTurn,
    observer: options.observer,
    logger,
  })
  const documents = createDocuments({ schema: () => engine.schema, limits, takeTurn })
  const trusted = createTrustedDocuments(options.trustedDocuments ?? { manifests: [] }, limits)
  const persistedQueries = createPersistedQueries(limits, trusted)
  const requests = createRequests({ engine, charges, documents, persistedQueries, trusted, limits, callerOf })
  const planning = planAhead({ engine, documents, trusted: trusted.all, logger })
  const { allowedOrigins = [], onRequest, onUpgrade, onLimit, landingPage } = options
  const shared = { engine, requests, viewerOf, charges, limits, allowedOrigins, formatError, onLimit, logger }
  let http: HttpTransport | undefined
  const opened = createGraphqlTransportWs(shared)
  const webSockets: WebSocketTransport[] = []

  const drain = async (overMs: number) => {
    await Promise.all([http?.drain(overMs), ...webSockets.map((transport) => transport.drain(overMs))])
  }
  const close = async (overMs = DEFAULT_CLOSE_MS) => {
    planning[Symbol.dispose]()
    await drain(overMs)
    http?.[Symbol.dispose]()
    await engine[Symbol.asyncDispose]()
  }
  return {
    get handler() {
      http ??= createHttpTransport({ ...shared, persistedQueries, onRequest, landingPage })
      return http.handle
    },
    attachWebSocket(server, { path = '/graphql' } = {}) {
      const onTooManyMessages = (request: IncomingMessage) => onLimit?.('messages-of-socket', { request })
      const transport = createWebSocketTransport({ ...shared, server, path, onUpgrade, onTooManyMessages, opened })
      webSockets.push(transport)
      return transport
    },
    gatewayInterface: createGatewayForApolloServer(engine, requests),
    get schema() {
      return engine.schema
    },
    mount: engine.mount,
    hub: engine.hub,
    async execute({ viewer, signal, ...operation }) {
      try {
        return await requests.execute(viewer, requests.read(operation), signal)
      } catch (error) {
        return { errors: graphQLErrorsOf(error) }
      }
    },
    async subscribe({ viewer, signal, ...operation }, sink) {
      return requests.subscribe(viewer, requests.read(operation), sink, signal)
    },
    costOf: (operation) => requests.read(operation).cost,
    replaceSupergraph: engine.replace,
    invalidateEntity: engine.invalidateEntity,
    clearEntities: engine.clearEntities,
    drain,
    close,
    [Symbol.asyncDispose]: () => close(),
  }
}
