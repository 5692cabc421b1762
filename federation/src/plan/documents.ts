import { getOperationAST, GraphQLError, parse } from 'graphql'
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql'
import { LRUCache } from 'lru-cache'
import { FederationError } from './errors.ts'
import type { FederationErrorCode } from './errors.ts'
import { limitErrors } from './limit-operation.ts'
import type { DocumentLimits } from './limits.ts'
import type { TakeTurn } from './turns.ts'
import { validateOperation } from './validate-operation.ts'

/** An operation that may run, or why it may not: parse and validation errors, with their codes. */
export type PreparedOperation =
  | { ok: true; document: DocumentNode; operation: OperationDefinitionNode }
  | { ok: false; errors: readonly FederationError[] }

/** What clients send, read. */
export interface Documents {
  /** Whether a text has been looked at, so that reading it takes no time. */
  isKnown: (text: string) => boolean
  /**
   * Resolves once a text is known; one that is not waits for its turn.
   * @throws what {@link TakeTurn} throws
   */
  ready: (text: string, caller: string) => Promise<void>
  prepare: (text: string, operationName?: string | null) => PreparedOperation
}

type CheckedDocument = { schema: GraphQLSchema } & (
  { ok: true; document: DocumentNode } | { ok: false; errors: readonly FederationError[] }
)

/** Of documents' text, in characters. */
const MAX_REMEMBERED_LENGTH = 8 * 1024 * 1024

/**
 * Parses, limits and validates documents, the same for every transport. What a text turned out to be is remembered, good or
 * bad, for as long as the schema is the same.
 */
export function createDocuments({
  schema,
  limits,
  takeTurn,
}: {
  schema: () => GraphQLSchema
  limits: DocumentLimits
  takeTurn: TakeTurn
}): Documents {
  const checked = new LRUCache<string, CheckedDocument>({
    maxSize: MAX_REMEMBERED_LENGTH,
    sizeCalculation: (_, text) => text.length + 1,
  })
  const look = (text: string): CheckedDocument => {
    const current = schema()
    const known = checked.get(text)
    if (known?.schema === current) return known
    const result = check(text, current, limits)
    checked.set(text, result)
    return result
  }
  const isKnown = (text: string) => checked.get(text)?.schema === schema()
  return {
    isKnown,
    async ready(text, caller) {
      if (!isKnown(text)) await takeTurn(async () => look(text), caller)
    },
    prepare(text, operationName) {
      const result = look(text)
      if (!result.ok) return result
      const operation = getOperationAST(result.document, operationName)
      if (operation) return { ok: true, document: result.document, operation }
      const message = operationName ? `There is no operation named '${operationName}'.` : 'Name the operation to run.'
      return { ok: false, errors: [new FederationError('OPERATION_RESOLUTION_FAILURE', message)] }
    },
  }
}

function check(text: string, schema: GraphQLSchema, limits: DocumentLimits): CheckedDocument {
  let document: DocumentNode
  if (text.length > limits.documentLength) {
    const message = `The document is longer than ${limits.documentLength} characters. Send long values as variables.`
    return { schema, ok: false, errors: [new FederationError('GRAPHQL_PARSE_FAILED', message)] }
  }
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

function recoded(error: unknown, code: FederationErrorCode): FederationError {
  if (!(error instanceof GraphQLError)) throw error
  const { message, nodes, source, positions } = error
  return new FederationError(code, message, { nodes, source, positions })
}
