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

/** graphql-js says which variable, and where in it, in the message alone. */
const PLACE = /^Variable "\$(\w+)"(?: got invalid value .* at "([^"]+)")?/s

function badInput(error: GraphQLError): GraphQLError {
  const { message, nodes, originalError } = error
  const [, variable = '', place = variable] = PLACE.exec(message) ?? []
  const path = [...place.matchAll(/[^.[\]]+/g)].map(([key]) => (/^\d+$/.test(key) ? Number(key) : key))
  return new GraphQLError(message, {
    nodes,
    originalError,
    extensions: { code: 'BAD_USER_INPUT', issues: [{ path, message }] },
  })
}
