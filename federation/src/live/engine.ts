import { execute as executeOnSchema, getOperationAST } from 'graphql'
import type { DocumentNode, ExecutionResult, GraphQLSchema } from 'graphql'
import { costOf } from '../plan/cost.ts'
import { FederationError, graphQLErrorsOf } from '../plan/errors.ts'
import { createGeneration } from '../plan/generation.ts'
import type { Generation } from '../plan/generation.ts'
import { isIntrospection } from '../plan/introspection.ts'
import type { Logger } from '../plan/logger.ts'
import type { Operation } from '../plan/operation.ts'
import { refusal } from '../plan/requirements.ts'
import type { TakeTurn } from '../plan/turns.ts'
import { createEntityCache } from '../subgraphs/entity-cache.ts'
import type { CachedType, WatchEntity } from '../subgraphs/entity-cache.ts'
import { executePlan } from '../subgraphs/execute-plan.ts'
import type { MountedSubgraph, TopicHub } from '../subgraphs/mounted.ts'
import { createSubgraphs } from '../subgraphs/subgraphs.ts'
import type { FormatError } from './format-error.ts'
import type { LiveLimits } from './limits.ts'
import type { SubscriptionObserver } from './observer.ts'
import type { ResumableFields } from './resumable.ts'
import type { ResultSink } from './running-subscription.ts'
import { createSubscriptions } from './subscriptions.ts'

/** An operation that may run as far as its document is concerned. */
export interface EngineOperation {
  /** Valid for {@link Engine.schema}. */
  document: DocumentNode
  operationName?: string | null
  variables: Record<string, unknown>
}

export interface EngineRequest<Viewer> extends EngineOperation {
  viewer: Viewer
  /** Of a subscription: the id of the event to go on after. */
  lastEventId?: string
  /**
   * Aborted when nobody waits for the result any more: subgraphs are asked nothing further, and hear that they need not
   * go on. For a subscription: when the viewer has gone, also while it is only starting.
   */
  signal?: AbortSignal
}

/** A supergraph that answers queries, mutations and subscriptions, without a transport. */
export interface Engine<Viewer> extends AsyncDisposable {
  /** The public API, of the current generation. */
  readonly schema: GraphQLSchema
  readonly generation: Generation
  /** Calls back with each generation that takes over. */
  onReplaced: (listener: (generation: Generation) => void) => void
  readonly hub: TopicHub
  /** The id of the event that a sink has got, where its field is resumable. */
  eventIdOf: (payload: Buffer) => string | undefined
  mount: (subgraph: MountedSubgraph<Viewer>) => void
  /**
   * What an operation costs before it runs, by the schema's `@cost` and `@listSize`; of a subscription, what each event does.
   * @throws what is refused: `graphQLErrorsOf` makes GraphQL errors of it
   */
  cost: (operation: EngineOperation) => number
  /** Whether it needs no planning any more. */
  isPlanned: (operation: EngineOperation) => boolean
  /** Runs a query or mutation. What goes wrong is in the result's `errors`; enforces what the schema's directives ask. */
  execute: (request: EngineRequest<Viewer>) => Promise<ExecutionResult>
  /**
   * Starts a subscription; resolves with its teardown when it is live. Enforces what the schema's directives ask.
   * @throws what is refused: `graphQLErrorsOf` makes GraphQL errors of it
   */
  subscribe: (request: EngineRequest<Viewer>, sink: ResultSink) => Promise<() => void>
  /** @throws Error when it is not usable; the current one stays */
  replace: (supergraphSdl: string) => void
  invalidateEntity: (typename: string, id: string) => void
  clearEntities: () => void
}

export interface EngineOptions<Viewer> {
  supergraphSdl: string
  routingUrls: Readonly<Record<string, string>>
  headersFor: (viewer: Viewer, subgraph: string) => Record<string, string>
  sharedViewer: Viewer
  scopesOf: (viewer: Viewer) => ReadonlySet<string> | null
  viewerKey: (viewer: Viewer) => string
  /** Equal for viewers who take turns as one. */
  callerOf: (viewer: Viewer) => string
  resumable: ResumableFields
  cachedEntities: Readonly<Record<string, CachedType>>
  watchEntity: WatchEntity | undefined
  formatError: FormatError
  limits: LiveLimits
  /** When a document is planned that is new. */
  takeTurn: TakeTurn
  observer: SubscriptionObserver | undefined
  logger: Logger
}

/**
 * Makes the engine of a supergraph. Disposing it ends all subscriptions and closes the connections to subgraphs.
 * @throws Error when the supergraph is not usable
 */
export function createEngine<Viewer>(options: EngineOptions<Viewer>): Engine<Viewer> {
  const { scopesOf, limits, logger } = options
  let generation = createGeneration(options.supergraphSdl)
  let retirement: NodeJS.Timeout | undefined
  const listeners = new Set<(generation: Generation) => void>()
  const entityCache = createEntityCache({ ...options, types: options.cachedEntities })
  const subgraphs = createSubgraphs({ ...options, entityCache, timeoutMs: limits.subgraphTimeoutMs })
  const subscriptions = createSubscriptions({ ...options, subgraph: subgraphs.find })

  return {
    get schema() {
      return generation.schema
    },
    get generation() {
      return generation
    },
    onReplaced: (listener) => void listeners.add(listener),
    hub: subscriptions.hub,
    eventIdOf: subscriptions.eventIdOf,
    mount: subgraphs.mount,
    cost({ document, operationName, variables: given }) {
      const { schema, costRules: rules } = generation
      const operation = operationOf(document, operationName)
      const variables = generation.readVariables(document, operation, given)
      return costOf({ schema, rules, document, operation, variables }).cost
    },
    isPlanned: ({ document, operationName }) =>
      isIntrospection(document, operationName) || generation.known(document, operationName) !== undefined,
    async execute(request) {
      try {
        return await execute(request)
      } catch (error) {
        return { errors: graphQLErrorsOf(error) }
      }
    },
    async subscribe({ document, operationName, viewer, lastEventId, signal, ...request }, sink) {
      const operation = await planned(document, operationName, viewer)
      if (operation.kind !== 'subscription') throw badRequest(`A ${operation.kind} is not a subscription.`)
      const refused = refusal(operation.requirements, scopesOf(viewer))
      if (refused) throw refused
      const variables = operation.generation.readVariables(document, operation.context.operation, request.variables)
      return subscriptions.start({ operation, variables, viewer, lastEventId, signal }, sink)
    },
    replace(supergraphSdl) {
      generation = createGeneration(supergraphSdl)
      entityCache.clear()
      void reload(generation)
      for (const listener of listeners) listener(generation)
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

  async function reload(to: Generation): Promise<void> {
    clearTimeout(retirement)
    await subscriptions.reload(to)
    // A newer one sees to it itself.
    if (to !== generation) return
    // Those that end need their subgraphs until then.
    retirement = setTimeout(() => void subgraphs.keepFor(to), 2 * limits.reloadSpreadMs).unref()
  }

  async function planned(
    document: DocumentNode,
    operationName: string | null | undefined,
    viewer: Viewer,
  ): Promise<Operation> {
    const plan = async () => generation.operation(document, operationName)
    return generation.known(document, operationName) ?? options.takeTurn(plan, options.callerOf(viewer))
  }

  async function execute(request: EngineRequest<Viewer>): Promise<ExecutionResult> {
    const { document, operationName, viewer, signal } = request
    if (isIntrospection(document, operationName)) {
      const { schema, readVariables } = generation
      const variableValues = readVariables(document, operationOf(document, operationName), request.variables)
      return executeOnSchema({ schema, document, operationName, variableValues })
    }
    const operation = await planned(document, operationName, viewer)
    if (operation.kind === 'subscription') throw badRequest('Subscriptions need a connection that lasts.')
    const refused = refusal(operation.requirements, scopesOf(viewer))
    // To the client it is as if the fields themselves had refused: an answer, rather than a request gone wrong.
    if (refused) return { data: null, errors: [refused] }
    const variables = operation.generation.readVariables(document, operation.context.operation, request.variables)
    const subgraph = (name: string) => subgraphs.find(operation.generation, name)?.ask
    return executePlan({ operation, plan: operation.plan, variables, viewer, signal, subgraph, logger })
  }
}

function operationOf(document: DocumentNode, operationName: string | null | undefined) {
  const operation = getOperationAST(document, operationName)
  if (operation) return operation
  throw new FederationError('OPERATION_RESOLUTION_FAILURE', 'There is no such operation.')
}

const badRequest = (message: string) => new FederationError('BAD_REQUEST', message)
