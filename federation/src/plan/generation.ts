import { createHash } from 'node:crypto'
import { buildOperationContext } from '@apollo/gateway'
import { DEFAULT_SUPPORTED_SUPERGRAPH_FEATURES, operationFromDocument, Supergraph } from '@apollo/federation-internals'
import type { Schema } from '@apollo/federation-internals'
import { QueryPlanner } from '@apollo/query-planner'
import { getOperationAST, GraphQLError, print } from 'graphql'
import type { DocumentNode, GraphQLSchema } from 'graphql'
import { LRUCache } from 'lru-cache'
import { readCostRules } from './cost-rules.ts'
import type { CostRules } from './cost-rules.ts'
import { FederationError } from './errors.ts'
import { hiddenFieldErrors } from './hidden-fields.ts'
import { createVariableReader } from './operation-variables.ts'
import type { ReadVariables } from './operation-variables.ts'
import { planOperation } from './operation.ts'
import type { Operation } from './operation.ts'
import { readRequiredArguments } from './required-arguments.ts'
import { readFieldRules } from './requirements.ts'

/** One supergraph and all that follows from it. It never changes: a new supergraph is a new generation. */
export interface Generation {
  /** What clients see. */
  schema: GraphQLSchema
  supergraphSdl: string
  /** For the executor: the supergraph with its join directives, and the public schema as the planner has it. */
  supergraphSchema: GraphQLSchema
  apiSchema: Schema
  /** Where the supergraph says that each subgraph is. */
  subgraphUrls: ReadonlyMap<string, string>
  costRules: CostRules
  readVariables: ReadVariables
  /** The operation that a valid document asks for, if it has been planned already. */
  known: (document: DocumentNode, operationName?: string | null) => Operation | undefined
  /**
   * The same, planned at its first use.
   * @throws FederationError, or an AggregateError of them, when it has no such operation, or cannot be planned
   */
  operation: (document: DocumentNode, operationName?: string | null) => Operation
}

/** How many planned operations a generation keeps. A plan costs milliseconds, and some 10 KiB. */
const MAX_OPERATIONS = 1_000

/**
 * How many plans of an operation are compared. There are as many as ways to combine the subgraphs that can answer each
 * field: with the planner's own 10,000, an operation of 545 bytes was planned for eleven seconds. The largest that the limits
 * allow takes half as long with 4 as with 16.
 */
const MAX_EVALUATED_PLANS = 4

/**
 * What a supergraph may ask of us. What we do not do (such as `@policy`, or `@context`) must not be there: whoever marked
 * a field with it relies on it.
 */
const SUPPORTED_FEATURES = new Set([
  ...DEFAULT_SUPPORTED_SUPERGRAPH_FEATURES,
  'https://specs.apollo.dev/authenticated/v0.1',
  'https://specs.apollo.dev/requiresScopes/v0.1',
])

/**
 * Makes a generation of a composed supergraph.
 * @throws Error when it does not parse, or asks for a feature that is not supported
 */
export function createGeneration(supergraphSdl: string): Generation {
  const supergraph = Supergraph.build(supergraphSdl, { supportedFeatures: SUPPORTED_FEATURES })
  const planner = new QueryPlanner(supergraph, {
    reuseQueryFragments: false,
    debug: { maxEvaluatedPlans: MAX_EVALUATED_PLANS, pathsLimit: null },
  })
  const apiSchema = supergraph.apiSchema()
  const rules = readFieldRules(supergraph.schema)
  const supergraphSchema = supergraph.schema.toGraphQLJSSchema()
  const requiredArguments = readRequiredArguments(supergraph.schema, supergraphSchema)
  const operations = new LRUCache<string, Operation>({ max: MAX_OPERATIONS })
  const digests = new WeakMap<DocumentNode, string>()
  const schema = apiSchema.toGraphQLJSSchema()
  const keyOf = (document: DocumentNode, operationName: string | null | undefined) => {
    const digest = digests.get(document) ?? digestOf(document)
    digests.set(document, digest)
    return `${digest} ${operationName ?? ''}`
  }
  const generation: Generation = {
    schema,
    supergraphSdl,
    supergraphSchema,
    apiSchema,
    subgraphUrls: new Map(supergraph.subgraphsMetadata().map(({ name, url }) => [name, url])),
    costRules: readCostRules(supergraph.schema),
    readVariables: createVariableReader(schema),
    known: (document, operationName) => operations.get(keyOf(document, operationName)),
    operation(document, operationName) {
      const key = keyOf(document, operationName)
      const known = operations.get(key)
      if (known) return known
      const operationNode = getOperationAST(document, operationName)
      if (!operationNode) {
        const message = operationName ? `There is no operation named "${operationName}".` : 'Name the operation.'
        throw new FederationError('OPERATION_RESOLUTION_FAILURE', message)
      }
      const name = operationName ?? undefined
      const plan = planner.buildQueryPlan(
        understood(() => operationFromDocument(apiSchema, document, { operationName: name })),
      )
      const hidden = hiddenFieldErrors({
        plan,
        document,
        operation: operationNode,
        schema: supergraphSchema,
        requiredArguments,
      })
      if (hidden.length > 0) throw new AggregateError(hidden)
      const context = buildOperationContext({
        schema: generation.schema,
        operationDocument: document,
        operationName: name,
      })
      const operation = planOperation({ generation, document, plan, context, rules })
      operations.set(key, operation)
      return operation
    },
  }
  return generation
}

/** What the planner does not know although graphql-js has found it valid is refused like what is not valid. */
function understood<Result>(read: () => Result): Result {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error
    throw new FederationError('GRAPHQL_VALIDATION_FAILED', error.message)
  }
}

/** The same for all ways of writing a document. */
function digestOf(document: DocumentNode): string {
  return createHash('sha256').update(print(document)).digest('base64')
}
