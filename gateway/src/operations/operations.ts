import { getOperationAST, GraphQLError, parse } from 'graphql'
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql'
import { LRUCache } from 'lru-cache'
import type { Limits } from '../limits.ts'
import { validateOperation } from '../supergraph/validate-operation.ts'
import { limitErrors } from './limit-operation.ts'

/** An operation that may run, or why it may not: parse and validation errors, with their codes. */
export type PreparedOperation =
  | { ok: true; document: DocumentNode; operation: OperationDefinitionNode }
  | { ok: false; errors: readonly GraphQLError[] }

export interface Operations {
  prepare: (text: string, operationName?: string | null) => PreparedOperation
}

type CheckedDocument = { schema: GraphQLSchema } & (
  { ok: true; document: DocumentNode } | { ok: false; errors: readonly GraphQLError[] }
)

/** Of documents' text, in characters. */
const MAX_REMEMBERED_LENGTH = 8 * 1024 * 1024

/**
 * Parses, limits and validates documents, the same for every transport. What a text turned out to be is remembered, good or
 * bad, for as long as the schema is the same.
 */
export function createOperations({ schema, limits }: { schema: () => GraphQLSchema; limits: Limits }): Operations {
  const checked = new LRUCache<string, CheckedDocument>({
    maxSize: MAX_REMEMBERED_LENGTH,
    sizeCalculation: (_, text) => text.length + 1,
  })
  return {
    prepare(text, operationName) {
      const current = schema()
      let result = checked.get(text)
      if (result?.schema !== current) {
        result = check(text, current, limits)
        checked.set(text, result)
      }
      if (!result.ok) return result
      const operation = getOperationAST(result.document, operationName)
      if (operation) return { ok: true, document: result.document, operation }
      const message = operationName ? `There is no operation named '${operationName}'.` : 'Name the operation to run.'
      return { ok: false, errors: [coded(message, 'OPERATION_RESOLUTION_FAILURE')] }
    },
  }
}

function check(text: string, schema: GraphQLSchema, limits: Limits): CheckedDocument {
  let document: DocumentNode
  try {
    document = parse(text, { maxTokens: limits.tokens })
  } catch (error) {
    return { schema, ok: false, errors: [recoded(error, 'GRAPHQL_PARSE_FAILED')] }
  }
  const beyond = limitErrors(document, limits)
  const errors = beyond.length > 0 ? beyond : validateOperation(schema, document)
  return errors.length > 0
    ? { schema, ok: false, errors: errors.map((error) => recoded(error, 'GRAPHQL_VALIDATION_FAILED')) }
    : { schema, ok: true, document }
}

const coded = (message: string, code: string) => new GraphQLError(message, { extensions: { code } })

function recoded(error: unknown, code: string): GraphQLError {
  if (!(error instanceof GraphQLError)) throw error
  const { message, nodes, source, positions } = error
  return new GraphQLError(message, { nodes, source, positions, extensions: { code } })
}
