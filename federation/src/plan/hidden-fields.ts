import type { FetchNode, QueryPlan } from '@apollo/query-planner'
import { doTypesOverlap, getNamedType, isCompositeType, TypeInfo } from 'graphql'
import { ValidationContext, visit, visitWithTypeInfo } from 'graphql'
import type { DocumentNode, FieldNode, GraphQLCompositeType, GraphQLSchema } from 'graphql'
import type { GraphQLError, OperationDefinitionNode } from 'graphql'
import { FederationError } from './errors.ts'
import { plannedFetches } from './planned-fetches.ts'
import type { PlannedFetch } from './planned-fetches.ts'
import { argumentsText, contradictingArguments, requiredBy } from './required-arguments.ts'
import type { RequiredArguments } from './required-arguments.ts'

/** A field that a plan reads off one subgraph's answer to ask another. */
interface NeededField {
  type: GraphQLCompositeType
  name: string
}

/**
 * Refuses selections that hide a field which the plan needs: keys, and what `@requires` names, are read off the answer by
 * their names. Under an alias that is such a name, another field's value would be taken for it, and the answer be about
 * another object without a word.
 */
export function hiddenFieldErrors({
  plan,
  document,
  operation,
  schema,
  requiredArguments,
}: {
  plan: QueryPlan
  document: DocumentNode
  /** The one of the document that the plan is of. */
  operation: OperationDefinitionNode
  /** The supergraph's, because keys need not be public. */
  schema: GraphQLSchema
  requiredArguments: RequiredArguments
}): GraphQLError[] {
  const fetches = plannedFetches(plan.node)
  const needed = neededFields(fetches, schema)
  if (needed.size === 0) return []
  const required = requiredBy(fetches, requiredArguments)
  const errors: GraphQLError[] = contradictingArguments(required, schema)
  const isAsRequired = ({ type, name }: NeededField, text: string) => {
    const wanted = required.filter((each) => each.name === name && doTypesOverlap(schema, each.type, type))
    return wanted.length === 0 ? text === '' : wanted.every(({ given }) => given === text)
  }
  const typeInfo = new TypeInfo(schema)
  const Field = (node: FieldNode) => {
    const { alias, name, arguments: given } = node
    const parent = typeInfo.getParentType()
    const field = parent && needed.get((alias ?? name).value)?.find(({ type }) => doTypesOverlap(schema, parent, type))
    if (!parent || !field) return
    const isAnother = name.value !== field.name
    if (!isAnother && isAsRequired(field, argumentsText(given))) return
    const what = isAnother ? `${parent.name}.${name.value} as "${field.name}"` : `${parent.name}.${field.name} so`
    const why = `it hides the field ${field.type.name}.${field.name}, which is needed to answer others`
    const message = `Cannot select ${what}: ${why}. Use another alias.`
    errors.push(new FederationError('GRAPHQL_VALIDATION_FAILED', message, { nodes: node }))
  }
  const context = new ValidationContext(schema, document, typeInfo, () => undefined)
  for (const definition of [operation, ...context.getRecursivelyReferencedFragments(operation)]) {
    visit(definition, visitWithTypeInfo(typeInfo, { Field }))
  }
  return errors
}

/** By name. */
function neededFields(fetches: readonly PlannedFetch[], schema: GraphQLSchema): Map<string, NeededField[]> {
  const needed = new Map<string, NeededField[]>()
  const read = (selections: FetchNode['requires'] = [], parent?: GraphQLCompositeType) => {
    for (const selection of selections) {
      if (selection.kind === 'InlineFragment') {
        const type = selection.typeCondition === undefined ? parent : schema.getType(selection.typeCondition)
        read(selection.selections, isCompositeType(type) ? type : parent)
        continue
      }
      const field = parent && 'getFields' in parent ? parent.getFields()[selection.name] : undefined
      if (!parent || !field) continue
      needed.set(field.name, [...(needed.get(field.name) ?? []), { type: parent, name: field.name }])
      const type = getNamedType(field.type)
      if (isCompositeType(type)) read(selection.selections, type)
    }
  }
  for (const { fetch } of fetches) read(fetch.requires)
  return needed
}
