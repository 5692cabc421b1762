import type { GatewayInterface } from '@apollo/server-gateway-interface'
import type { Identity } from '@colloquy/platform/identity'
import type { Logger } from '@colloquy/platform/logger'
import type { MountedSubgraph, TopicHub } from '@colloquy/platform/mounted-subgraph'
import { execute as executeOnSchema, getOperationAST, GraphQLError } from 'graphql'
import type { DocumentNode, ExecutionResult, GraphQLFormattedError, GraphQLSchema } from 'graphql'
import { createEntityCache } from '../subscriptions/entity-cache.ts'
import type { CachedType, WatchEntity } from '../subscriptions/entity-cache.ts'
import type { SubscriptionObserver } from '../subscriptions/observer.ts'
import type { ResultCacheOptions } from '../subscriptions/result-cache.ts'
import { createSubscriptions } from '../subscriptions/subscriptions.ts'
import type { ResultSink } from '../subscriptions/viewer.ts'
import { costOf } from './cost.ts'
import { graphQLErrorsOf } from './errors.ts'
import { executePlan } from './execute-plan.ts'
import { createGatewayBridge } from './gateway-interface.ts'
import { createGeneration } from './generation.ts'
import { isIntrospection } from './introspection.ts'
import { renewOperation } from './renew-operation.ts'
import { refusal } from './requirements.ts'
import { createSubgraphs } from './subgraphs.ts'

export type { ResultSink } from '../subscriptions/viewer.ts'

export interface FederationRequest {
  /** Valid for {@link Federation.schema}: see `validateOperation`. */
  document: DocumentNode
  operationName?: string | null
  variables: Record<string, unknown>
  identity: Identity
  /**
   * Aborted when nobody waits for the result any more: subgraphs are asked nothing further, and hear that they need not
   * go on. For a subscription: when the viewer has gone, also while it is only starting.
   */
  signal?: AbortSignal
}

/** A supergraph that answers queries, mutations and subscriptions. */
export interface Federation extends AsyncDisposable {
  /** The public API, of the current generation. */
  readonly schema: GraphQLSchema
  /** Where mounted subgraphs publish. */
  readonly hub: TopicHub
  /** Answers a subgraph's part in this process; its routing URL is not used. */
  mount: (subgraph: MountedSubgraph) => void
  /**
   * What an operation costs before it runs, by the schema's `@cost` and `@listSize`; of a subscription, what each event does.
   * @throws what is refused: `graphQLErrorsOf` (errors.ts) makes GraphQL errors of it
   */
  cost: (request: Pick<FederationRequest, 'document' | 'operationName' | 'variables'>) => number
  /** Runs a query or mutation. What goes wrong is in the result's `errors`; enforces what the schema's directives ask. */
  execute: (request: FederationRequest) => Promise<ExecutionResult>
  /**
   * Starts a subscription; resolves with its teardown when it is live. Enforces what the schema's directives ask.
   * @throws what is refused: `graphQLErrorsOf` (errors.ts) makes GraphQL errors of it
   */
  subscribe: (request: FederationRequest, sink: ResultSink) => Promise<() => void>
  /** For `new ApolloServer({ gateway })`, whose context value must be a `GatewayContext` (gateway-interface.ts). */
  readonly gatewayInterface: GatewayInterface
  /**
   * Takes a new supergraph from now on. Running subscriptions that mean the same under it go on.
   * @throws Error when it is not usable; the current one stays
   */
  replace: (supergraphSdl: string) => void
  /** An entity has changed, so that what is kept of it is asked for again. */
  invalidateEntity: (typename: string, id: string) => void
  /** Changes of entities may have gone unheard. */
  clearEntities: () => void
}

export interface FederationOptions {
  supergraphSdl: string
  /** By subgraph; overrides the supergraph's routing URLs. */
  routingUrls: Record<string, string>
  /** Headers that tell a subgraph on whose behalf it is asked. */
  headersFor: (identity: Identity, subgraph: string) => Record<string, string>
  /** Under whose name an execution runs that many viewers share. */
  sharedIdentity: Identity
  /** What an identity may do; null when nobody is signed in. */
  scopesOf: (identity: Identity) => ReadonlySet<string> | null
  /** Equal for identities that may share what is theirs alone. Default: none share but equal ones. */
  viewerKey?: (identity: Identity) => string
  /** Types whose public fields shared executions take from a cache, by name. Default: none. */
  cachedEntities?: Record<string, CachedType>
  /** Hears of changes of an entity for as long as it is cached, and calls {@link Federation.invalidateEntity}. */
  watchEntity?: WatchEntity
  /** What a client may see of an error in an event's result. Default: all of it. */
  formatError?: (error: GraphQLError) => GraphQLFormattedError
  /** Over how long subscriptions end that a new supergraph changes. Default: 2 s. */
  reloadSpreadMs?: number
  /**
   * How long a subscriber may take nothing of what it missed before its subscription ends with SUBSCRIPTION_INTERRUPTED.
   * Default: 15 s.
   */
  stallMs?: number
  /** How many events are rendered at the same time that are sent to one viewer alone, such as those it missed. Default: 4. */
  replaysAtOnce?: number
  /** What is kept of results that others may want a moment later. Default: 1,000 results and 16 MiB, for 2 s. */
  recentResults?: ResultCacheOptions
  /** How long a subgraph may take for an answer. Default: 10 s. */
  subgraphTimeoutMs?: number
  /** Hears what subscriptions cost. */
  observer?: SubscriptionObserver
  logger: Logger
}

const DEFAULT_RELOAD_SPREAD_MS = 2_000
const DEFAULT_STALL_MS = 15_000
const DEFAULT_REPLAYS_AT_ONCE = 4
const DEFAULT_RECENT_RESULTS = { maxResults: 1_000, maxBytes: 16 * 1024 * 1024, ttlMs: 2_000 }

/**
 * Makes a federation of a supergraph. Disposing it ends all subscriptions and closes the connections to subgraphs.
 * @throws Error when the supergraph is not usable
 */
export function createFederation(options: FederationOptions): Federation {
  const { routingUrls, headersFor, scopesOf, sharedIdentity, watchEntity, logger } = options
  const reloadSpreadMs = options.reloadSpreadMs ?? DEFAULT_RELOAD_SPREAD_MS
  let generation = createGeneration(options.supergraphSdl)
  let retirement: NodeJS.Timeout | undefined
  const entityCache = createEntityCache({ types: options.cachedEntities ?? {}, watchEntity, logger })
  const subgraphs = createSubgraphs({
    routingUrls,
    headersFor,
    sharedIdentity,
    entityCache,
    timeoutMs: options.subgraphTimeoutMs,
  })
  const subscriptions = createSubscriptions({
    subgraph: subgraphs.find,
    sharedIdentity,
    viewerKey: options.viewerKey ?? ((identity) => JSON.stringify(identity)),
    formatError: options.formatError ?? ((error) => error.toJSON()),
    reloadSpreadMs,
    stallMs: options.stallMs ?? DEFAULT_STALL_MS,
    replaysAtOnce: options.replaysAtOnce ?? DEFAULT_REPLAYS_AT_ONCE,
    recentResults: options.recentResults ?? DEFAULT_RECENT_RESULTS,
    observer: options.observer,
    logger,
  })
  const bridge = createGatewayBridge(() => generation, execute)

  return {
    get schema() {
      return generation.schema
    },
    hub: subscriptions.hub,
    mount: subgraphs.mount,
    cost({ document, operationName, variables: given }) {
      const { schema, costRules: rules } = generation
      const operation = operationOf(document, operationName)
      const variables = generation.readVariables(document, operation, given)
      return costOf({ schema, rules, document, operation, variables }).cost
    },
    execute,
    async subscribe({ document, operationName, identity, signal, ...request }, sink) {
      const operation = generation.operation(document, operationName)
      if (operation.kind !== 'subscription') throw badRequest(`A ${operation.kind} is not a subscription.`)
      const refused = refusal(operation.requirements, scopesOf(identity))
      if (refused) throw refused
      const variables = operation.generation.readVariables(document, operation.context.operation, request.variables)
      return subscriptions.start({ operation, variables, identity, signal }, sink)
    },
    gatewayInterface: bridge.gatewayInterface,
    replace(supergraphSdl) {
      generation = createGeneration(supergraphSdl)
      entityCache.clear()
      subscriptions.reload((operation) => renewOperation(operation, generation))
      clearTimeout(retirement)
      retirement = setTimeout(() => void subgraphs.keepFor(generation), 2 * reloadSpreadMs).unref()
      bridge.announce(generation)
    },
    invalidateEntity: entityCache.invalidate,
    clearEntities: entityCache.clear,
    async [Symbol.asyncDispose]() {
      clearTimeout(retirement)
      subscriptions[Symbol.dispose]()
      entityCache[Symbol.dispose]()
      await subgraphs[Symbol.asyncDispose]()
    },
  }

  async function execute({
    document,
    operationName,
    identity,
    signal,
    ...request
  }: FederationRequest): Promise<ExecutionResult> {
    try {
      if (isIntrospection(document, operationName)) {
        const { schema } = generation
        const variableValues = generation.readVariables(
          document,
          operationOf(document, operationName),
          request.variables,
        )
        return await executeOnSchema({ schema, document, operationName, variableValues })
      }
      const operation = generation.operation(document, operationName)
      if (operation.kind === 'subscription') throw badRequest('Subscriptions need a connection that lasts.')
      const refused = refusal(operation.requirements, scopesOf(identity))
      // To the client it is as if the fields themselves had refused: an answer, rather than a request gone wrong.
      if (refused) return { data: null, errors: [refused] }
      const variables = operation.generation.readVariables(document, operation.context.operation, request.variables)
      const subgraph = (name: string) => subgraphs.find(operation.generation, name)?.ask
      return await executePlan({ operation, plan: operation.plan, variables, identity, signal, subgraph, logger })
    } catch (error) {
      return { errors: graphQLErrorsOf(error) }
    }
  }
}

function operationOf(document: DocumentNode, operationName: string | null | undefined) {
  const operation = getOperationAST(document, operationName)
  if (operation) return operation
  throw new GraphQLError('There is no such operation.', { extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } })
}

const badRequest = (message: string) => new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' } })
