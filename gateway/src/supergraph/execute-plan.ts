import { executeQueryPlan } from '@apollo/gateway'
import type { GraphQLDataSource, ServiceMap } from '@apollo/gateway'
import type { QueryPlan } from '@apollo/query-planner'
import type { Identity } from '@colloquy/platform/identity'
import type { Logger } from '@colloquy/platform/logger'
import { GraphQLError } from 'graphql'
import type { ExecutionResult } from 'graphql'
import type { Operation } from './operation.ts'
import type { AskSubgraph, SubgraphAnswer } from './subgraph.ts'
import type { Variables } from './variables.ts'

export interface PlanExecution {
  operation: Operation
  /** What to run: the operation's own plan, or that of one event. */
  plan: QueryPlan
  variables: Variables
  identity: Identity
  /** Aborted when nobody waits for the result any more: nothing further is asked then. */
  signal?: AbortSignal
  /** The subgraphs by name; undefined for one that is not there. */
  subgraph: (name: string) => AskSubgraph | undefined
  /** A fetch whose answer is at hand: the event of a subscription. */
  answered?: { operation: string; answer: SubgraphAnswer }
  logger: Logger
}

type RequestContext = Parameters<typeof executeQueryPlan>[2]

/** Runs a plan. What goes wrong is in the result's `errors`, with the data that there is. */
export async function executePlan(execution: PlanExecution): Promise<ExecutionResult> {
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

function serviceMap(execution: PlanExecution): ServiceMap {
  const { operation, subgraph } = execution
  const services: ServiceMap = {}
  for (const name of operation.generation.subgraphUrls.keys()) {
    const ask = subgraph(name)
    if (ask) services[name] = { process: processor(ask, execution) }
  }
  return services
}

function processor(ask: AskSubgraph, { identity, signal, answered }: PlanExecution): GraphQLDataSource['process'] {
  return async (options) => {
    const { query = '', operationName, variables = {} } = options.request
    const isRoot = 'pathInIncomingRequest' in options && options.pathInIncomingRequest?.length === 0
    if (answered && isRoot && query === answered.operation) return answered.answer
    signal?.throwIfAborted()
    return ask({ query, operationName, variables, identity, signal })
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
  const code = { code: 'INTERNAL_SERVER_ERROR' }
  if (!(error instanceof GraphQLError)) {
    const originalError = error instanceof Error ? error : new Error(String(error))
    return new GraphQLError(originalError.message, { originalError, extensions: code })
  }
  if (error.extensions.code !== 'INVALID_GRAPHQL') return error
  return new GraphQLError(error.message, { path: error.path, extensions: code })
}
