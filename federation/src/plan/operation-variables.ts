import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql'
import { coerceVariables, requiredVariables } from './variables.ts'
import type { Variables } from './variables.ts'

/**
 * The variables of a valid document's operation as it declares them, with its defaults.
 * @throws AggregateError of FederationErrors with BAD_USER_INPUT
 */
export type ReadVariables = (
  document: DocumentNode,
  operation: OperationDefinitionNode,
  given: Record<string, unknown>,
) => Variables

/** Makes the reader of variables for a schema; it keeps what it has found out about an operation. */
export function createVariableReader(schema: GraphQLSchema): ReadVariables {
  const known = new WeakMap<OperationDefinitionNode, ReadonlySet<string>>()
  return (document, operation, given) => {
    const required = known.get(operation) ?? requiredVariables(schema, document, operation)
    known.set(operation, required)
    const coerced = coerceVariables(schema, operation.variableDefinitions, given, required)
    if (coerced.errors) throw new AggregateError(coerced.errors)
    return coerced.variables
  }
}
