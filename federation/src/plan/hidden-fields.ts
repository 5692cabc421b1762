import { isInterfaceType, isObjectType } from '@apollo/federation-internals'
import type { Schema } from '@apollo/federation-internals'
import type { FetchNode, PlanNode, QueryPlan, SubscriptionNode } from '@apollo/query-planner'
import { doTypesOverlap, getNamedType, isCompositeType, Kind, parse, print, TypeInfo } from 'graphql'
import { ValidationContext, visit, visitWithTypeInfo } from 'graphql'
import type { ArgumentNode, DocumentNode, FieldNode, GraphQLCompositeType, GraphQLSchema } from 'graphql'
import type { GraphQLError, OperationDefinitionNode } from 'graphql'
import { FederationError } from './errors.ts'

/** A field that a plan reads off one subgraph's answer to ask another. */
interface NeededField {
  type: GraphQLCompositeType
  name: string
}

/** With which arguments `@requires` wants a field, by coordinate; those without arguments are left out. */
export type RequiredArguments = ReadonlyMap<string, string>

/** Reads what `@requires` says of arguments off a supergraph. */
export function readRequiredArguments(supergraph: Schema, schema: GraphQLSchema): RequiredArguments {
  const found = new Map<string, string>()
  for (const type of supergraph.types()) {
    if (!isObjectType(type) && !isInterfaceType(type)) continue
    for (const field of type.fields()) {
      for (const directive of field.appliedDirectivesOf<{ requires?: string }>('join__field')) {
        const { requires } = directive.arguments()
        if (requires === undefined) continue
        const typeInfo = new TypeInfo(schema, schema.getType(type.name))
        const [definition] = parse(`{ ${requires} }`, { noLocation: true }).definitions
        if (definition?.kind !== Kind.OPERATION_DEFINITION) continue
        const Field = ({ name, arguments: given = [] }: FieldNode) => {
          if (given.length > 0) found.set(`${typeInfo.getParentType()?.name}.${name.value}`, textOf(given))
        }
        visit(definition.selectionSet, visitWithTypeInfo(typeInfo, { Field }))
      }
    }
  }
  return found
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
  const needed = neededFields(plan, schema)
  if (needed.size === 0) return []
  const errors: GraphQLError[] = []
  const typeInfo = new TypeInfo(schema)
  const Field = (node: FieldNode) => {
    const { alias, name, arguments: given = [] } = node
    const parent = typeInfo.getParentType()
    const field = parent && needed.get((alias ?? name).value)?.find(({ type }) => doTypesOverlap(schema, parent, type))
    if (!parent || !field) return
    const isAnother = name.value !== field.name
    if (!isAnother && textOf(given) === (requiredArguments.get(`${field.type.name}.${field.name}`) ?? '')) return
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
function neededFields({ node }: QueryPlan, schema: GraphQLSchema): Map<string, NeededField[]> {
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
  for (const fetch of fetches(node)) read(fetch.requires)
  return needed
}

function fetches(node: PlanNode | SubscriptionNode | undefined): FetchNode[] {
  switch (node?.kind) {
    case undefined:
      return []
    case 'Fetch':
      return [node]
    case 'Flatten':
      return fetches(node.node)
    case 'Sequence':
    case 'Parallel':
      return node.nodes.flatMap(fetches)
    case 'Condition':
      return [...fetches(node.ifClause), ...fetches(node.elseClause)]
    case 'Defer':
      return [...fetches(node.primary.node), ...node.deferred.flatMap((deferred) => fetches(deferred.node))]
    case 'Subscription':
      return [node.primary, ...fetches(node.rest)]
    default:
      return node satisfies never
  }
}

/** The same for arguments in another order. */
const textOf = (given: readonly ArgumentNode[]): string =>
  given
    .map((argument) => print(argument))
    .toSorted()
    .join()
