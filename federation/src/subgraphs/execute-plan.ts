import { executeQueryPlan } from '@apollo/gateway'
import type { GraphQLDataSource, ServiceMap } from '@apollo/gateway'
import type { QueryPlan } from '@apollo/query-planner'
import { GraphQLError } from 'graphql'
import type { ExecutionResult } from 'graphql'
import { FederationError } from '../plan/errors.ts'
import type { Logger } from '../plan/logger.ts'
import type { Operation } from '../plan/operation.ts'
import type { AskSubgraph, SubgraphAnswer } from './subgraph.ts'
import { withUnknownTypes } from './unknown-types.ts'
import type { Variables } from '../plan/variables.ts'

export interface PlanExecution<Viewer> {
  operation: Operation
  /** What to run: the operation's own plan, or that of one event. */
  plan: QueryPlan
  variables: Variables
  viewer: Viewer
  /** Aborted when nobody waits for the result any more: nothing further is asked then. */
  signal?: AbortSignal
  /** The subgraphs by name; undefined for one that is not there. */
  subgraph: (name: string) => AskSubgraph<Viewer> | undefined
  /** A fetch whose answer is at hand: the event of a subscription. */
  answered?: { operation: string; answer: SubgraphAnswer }
  logger: Logger
}

type RequestContext = Parameters<typeof executeQueryPlan>[2]

/** Runs a plan. What goes wrong is in the result's `errors`, with the data that there is. */
export async function executePlan<Viewer>(execution: PlanExecution<Viewer>): Promise<ExecutionResult> {
  const { operation, plan, variables, logger } = execution
  const { context, generation } = operation
  // The executor reads no more than this of all that a request of Apollo Server carries.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const requestContext = { request: { variables }, context: {}, metrics: {}, logger } as unknown as RequestContext
  const result = await executeQueryPlan(
    plan,
    serviceMap(execution),
    requestContext,
    context,
    generation.supergraphSchema,
    generation.apiSchema,
  )
  return withErrors(result)
}

function serviceMap<Viewer>(execution: PlanExecution<Viewer>): ServiceMap {
  const { operation, subgraph } = execution
  const services: ServiceMap = {}
  for (const name of operation.generation.subgraphUrls.keys()) {
    const ask = subgraph(name)
    if (ask) services[name] = { process: processor(name, ask, execution) }
  }
  return services
}

function processor<Viewer>(
  name: string,
  ask: AskSubgraph<Viewer>,
  { operation, viewer, signal, answered }: PlanExecution<Viewer>,
): GraphQLDataSource['process'] {
  return async (options) => {
    const { query = '', operationName, variables = {} } = options.request
    const isRoot = 'pathInIncomingRequest' in options && options.pathInIncomingRequest?.length === 0
    if (answered && isRoot && query === answered.operation) return answered.answer
    signal?.throwIfAborted()
    const answer = await ask({ query, operationName, variables, viewer, signal })
    const schema = operation.generation.supergraphSchema
    return withUnknownTypes(answer, { subgraph: name, query, representations: variables.representations, schema })
  }
}

/**
 * Makes errors of all that the executor reports otherwise. Where a subgraph's null has nulled a parent it says so in
 * `extensions.valueCompletion` only, and a client would see data vanish without a word.
 */
function withErrors({ data, errors, extensions }: ExecutionResult): ExecutionResult {
  const nulled: unknown = extensions?.valueCompletion
  const all = errors ?? (Array.isArray(nulled) ? nulled : [])
  return all.length === 0 ? { data } : { data: data ?? null, errors: all.map(toGraphQLError) }
}

function toGraphQLError(error: unknown): GraphQLError {
  if (!(error instanceof GraphQLError)) {
    const originalError = error instanceof Error ? error : new Error(String(error))
    return new FederationError('INTERNAL_SERVER_ERROR', originalError.message, { originalError })
  }
  if (error.extensions.code !== 'INVALID_GRAPHQL') return error
  return new FederationError('INTERNAL_SERVER_ERROR', error.message, { path: error.path })
}
