import { getVariableValues, GraphQLError, isNonNullType, TypeInfo, ValidationContext } from 'graphql'
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode, VariableDefinitionNode } from 'graphql'
import { brief, MAX_ERRORS } from './brief-errors.ts'
import { FederationError } from './errors.ts'

export type Variables = Record<string, unknown>

/** How many values the variables of an operation may hold in all: each element of a list and field of an object is one. */
export const MAX_VARIABLE_VALUES = 20_000
/** How many fields one object may have there: those with very many take long to look at, most of all where they are unknown. */
export const MAX_VARIABLE_FIELDS = 1_000
/** How many lists and objects may lie in each other there. */
export const MAX_VARIABLE_DEPTH = 16

/**
 * The variables as an operation declares them, with its defaults; or what is wrong with them (BAD_USER_INPUT).
 * @param required those that may not be null: see {@link requiredVariables}
 */
export function coerceVariables(
  schema: GraphQLSchema,
  definitions: readonly VariableDefinitionNode[] | undefined,
  given: Variables,
  required: ReadonlySet<string> = new Set(),
): { variables: Variables; errors?: undefined } | { errors: readonly GraphQLError[] } {
  const beyond = excess(given)
  if (beyond) return { errors: [badInput(new GraphQLError(beyond))] }
  const { errors, coerced } = getVariableValues(schema, definitions ?? [], given, { maxErrors: MAX_ERRORS })
  if (errors) return { errors: errors.map(badInput) }
  const missing = [...required].filter((name) => coerced[name] === null)
  if (missing.length === 0) return { variables: coerced }
  return {
    errors: missing
      .slice(0, MAX_ERRORS)
      .map((name) =>
        badInput(new GraphQLError(`Variable "$${name}" must not be null: give a value, or leave it out.`)),
      ),
  }
}

/**
 * The variables of a valid operation that may be left out, because they have a default, but must not be null, because they
 * stand where null is not allowed, such as in `@include(if:)`. graphql-js finds that out in the middle of an execution.
 */
export function requiredVariables(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): ReadonlySet<string> {
  const context = new ValidationContext(schema, document, new TypeInfo(schema), () => undefined)
  const usages = context.getRecursiveVariableUsages(operation)
  return new Set(usages.filter(({ type }) => isNonNullType(type)).map(({ node }) => node.name.value))
}

/** Why the variables are too many or too deep; null when they are not. */
function excess(given: Variables): string | null {
  const found: { value: unknown; depth: number }[] = [{ value: given, depth: 0 }]
  for (let next = found[0], count = 0; next; next = found[++count]) {
    const { value, depth } = next
    if (typeof value !== 'object' || value === null) continue
    if (depth > MAX_VARIABLE_DEPTH) return `The variables are nested more than ${MAX_VARIABLE_DEPTH} levels deep.`
    const parts: unknown[] = Array.isArray(value) ? value : Object.values(value)
    if (!Array.isArray(value) && parts.length > MAX_VARIABLE_FIELDS) {
      return `An object in the variables has more than ${MAX_VARIABLE_FIELDS} fields.`
    }
    for (const part of parts) found.push({ value: part, depth: depth + 1 })
    if (found.length - 1 > MAX_VARIABLE_VALUES) return `The variables hold more than ${MAX_VARIABLE_VALUES} values.`
  }
  return null
}

/** graphql-js says which variable, and where in it, in the message alone. */
const PLACE = /^Variable "\$(\w+)"(?: got invalid value .* at "([^"]+)")?/s

function badInput(error: GraphQLError): FederationError {
  const [, variable = '', place = variable] = PLACE.exec(error.message) ?? []
  const path = [...place.matchAll(/[^.[\]]+/g)].map(([key]) => (/^\d+$/.test(key) ? Number(key) : key))
  const { message, nodes, originalError } = brief(error)
  return new FederationError('BAD_USER_INPUT', message, {
    nodes,
    originalError,
    extensions: { issues: [{ path, message }] },
  })
}
