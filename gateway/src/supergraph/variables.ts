import { getVariableValues, GraphQLError } from 'graphql'
import type { GraphQLSchema, VariableDefinitionNode } from 'graphql'

export type Variables = Record<string, unknown>

/** The variables as an operation declares them, with its defaults; or what is wrong with them (BAD_USER_INPUT). */
export function coerceVariables(
  schema: GraphQLSchema,
  definitions: readonly VariableDefinitionNode[] | undefined,
  given: Variables,
): { variables: Variables; errors?: undefined } | { errors: readonly GraphQLError[] } {
  const { errors, coerced } = getVariableValues(schema, definitions ?? [], given)
  if (!errors) return { variables: coerced }
  return { errors: errors.map(badInput) }
}

function badInput(error: GraphQLError): GraphQLError {
  const { message, nodes, originalError, extensions } = error
  return new GraphQLError(message, { nodes, originalError, extensions: { ...extensions, code: 'BAD_USER_INPUT' } })
}
