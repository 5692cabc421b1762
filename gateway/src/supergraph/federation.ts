import type { GatewayInterface } from '@apollo/server-gateway-interface'
import type { Identity } from '@colloquy/platform/identity'
import type { Logger } from '@colloquy/platform/logger'
import type { MountedSubgraph, TopicHub } from '@colloquy/platform/mounted-subgraph'
import { GraphQLError } from 'graphql'
import type { DocumentNode, ExecutionResult, GraphQLFormattedError, GraphQLSchema } from 'graphql'
import { createMountedSource } from '../subscriptions/mounted-source.ts'
import { createSubscriptions } from '../subscriptions/subscriptions.ts'
import type { ResultSink } from '../subscriptions/viewer.ts'
import { graphQLErrorsOf } from './errors.ts'
import { executePlan } from './execute-plan.ts'
import { createGatewayBridge } from './gateway-interface.ts'
import { createGeneration } from './generation.ts'
import type { Operation, SubscriptionOperation } from './operation.ts'
import { refusal } from './requirements.ts'
import { createSubgraphs } from './subgraphs.ts'
import { coerceVariables } from './variables.ts'
import type { Variables } from './variables.ts'

export type { ResultSink } from '../subscriptions/viewer.ts'

export interface FederationRequest {
  /** Valid for {@link Federation.schema}. */
  document: DocumentNode
  operationName?: string | null
  variables: Record<string, unknown>
  identity: Identity
  /** For a subscription: aborted when the viewer has gone, also while it is only starting. */
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
  /** Runs a query or mutation. What goes wrong is in the result's `errors`; enforces what the schema's directives ask. */
  execute: (request: FederationRequest) => Promise<ExecutionResult>
  /**
   * Starts a subscription; resolves with its teardown when it is live. Enforces what the schema's directives ask.
   * @throws what is refused: `graphQLErrorsOf` (errors.ts) makes GraphQL errors of it
   */
  subscribe: (request: FederationRequest, sink: ResultSink) => Promise<() => void>
  /** For `new ApolloServer({ gateway })`, whose context value must be a {@link GatewayContext}. */
  readonly gatewayInterface: GatewayInterface
  /**
   * Takes a new supergraph from now on.
   * @throws Error when it is not usable; the current one stays
   */
  replace: (supergraphSdl: string) => void
}

export interface FederationOptions {
  supergraphSdl: string
  /** By subgraph; overrides the supergraph's routing URLs. */
  routingUrls: Record<string, string>
  /** Headers that tell a subgraph on whose behalf it is asked. */
  headersFor: (identity: Identity) => Record<string, string>
  /** Under whose name an execution runs that many viewers share. */
  sharedIdentity: Identity
  /** What an identity may do; null when nobody is signed in. */
  scopesOf: (identity: Identity) => ReadonlySet<string> | null
  /** Equal for identities that may share what is theirs alone. Default: none share but equal ones. */
  viewerKey?: (identity: Identity) => string
  /** What a client may see of an error in an event's result. Default: all of it. */
  formatError?: (error: GraphQLError) => GraphQLFormattedError
  /** Over how long subscriptions end that a new supergraph changes. Default: 2 s. */
  reloadSpreadMs?: number
  logger: Logger
}

const DEFAULT_RELOAD_SPREAD_MS = 2_000

/**
 * Makes a federation of a supergraph. Disposing it ends all subscriptions and closes the connections to subgraphs.
 * @throws Error when the supergraph is not usable
 */
export function createFederation(options: FederationOptions): Federation {
  const { scopesOf, sharedIdentity, logger } = options
  let generation = createGeneration(options.supergraphSdl)
  const subgraphs = createSubgraphs(options, () => generation)
  const subscriptions = createSubscriptions({
    source: subgraphs.source,
    subgraph: subgraphs.ask,
    sharedIdentity,
    viewerKey: options.viewerKey ?? ((identity) => JSON.stringify(identity)),
    formatError: options.formatError ?? ((error) => error.toJSON()),
    reloadSpreadMs: options.reloadSpreadMs ?? DEFAULT_RELOAD_SPREAD_MS,
    logger,
  })
  const bridge = createGatewayBridge(() => generation, execute)

  return {
    get schema() {
      return generation.schema
    },
    hub: subscriptions.hub,
    mount: subgraphs.mount,
    execute,
    async subscribe({ signal, ...request }, sink) {
      const { operation, variables } = admit(request)
      if (operation.kind !== 'subscription') throw badRequest(`A ${operation.kind} is not a subscription.`)
      return subscriptions.start({ operation, variables, identity: request.identity, signal }, sink)
    },
    gatewayInterface: bridge.gatewayInterface,
    replace(supergraphSdl) {
      generation = createGeneration(supergraphSdl)
      subscriptions.reload((operation) => renew(operation))
      bridge.announce(generation)
    },
    async [Symbol.asyncDispose]() {
      subscriptions[Symbol.dispose]()
      await subgraphs[Symbol.asyncDispose]()
    },
  }

  async function execute(request: FederationRequest): Promise<ExecutionResult> {
    try {
      const { operation, variables } = admit(request)
      if (operation.kind === 'subscription') throw badRequest('Subscriptions need a connection that lasts.')
      const { identity } = request
      const subgraph = (name: string) => subgraphs.ask(name, false)
      return await executePlan({ operation, plan: operation.plan, variables, identity, subgraph, logger })
    } catch (error) {
      return { errors: graphQLErrorsOf(error) }
    }
  }

  /**
   * What all operations go through.
   * @throws GraphQLError, DomainError or AggregateError
   */
  function admit(request: FederationRequest): { operation: Operation; variables: Variables } {
    const { document, operationName, identity } = request
    const operation = generation.operation(document, operationName)
    const refused = refusal(operation.requirements, scopesOf(identity))
    if (refused) throw refused
    const { schema } = generation
    const definitions = operation.context.operation.variableDefinitions
    const coerced = coerceVariables(schema, definitions, request.variables)
    if (coerced.errors) throw new AggregateError(coerced.errors)
    return { operation, variables: coerced.variables }
  }

  function renew(operation: SubscriptionOperation): SubscriptionOperation | null {
    return null
  }
}

const badRequest = (message: string) => new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' } })
