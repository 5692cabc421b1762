import { isInterfaceType, isObjectType } from '@apollo/federation-internals'
import type { Schema } from '@apollo/federation-internals'
import { doTypesOverlap, Kind, parse, print, TypeInfo, visit, visitWithTypeInfo } from 'graphql'
import type { ArgumentNode, FieldNode, GraphQLCompositeType, GraphQLSchema, SelectionSetNode } from 'graphql'
import { FederationError } from './errors.ts'
import type { PlannedFetch } from './planned-fetches.ts'

/** A field with arguments that `@requires` names. */
interface RequiredField {
  type: GraphQLCompositeType
  name: string
  /** Where it stands below the object, such as `price`. */
  path: string
  /** With which arguments it is wanted, as {@link argumentsText} has them. */
  given: string
}

/** What a field requires, by its own coordinate; fields that require nothing with arguments are left out. */
export type RequiredArguments = ReadonlyMap<string, readonly RequiredField[]>

/** Reads what `@requires` says of arguments off a supergraph. */
export function readRequiredArguments(supergraph: Schema, schema: GraphQLSchema): RequiredArguments {
  const found = new Map<string, readonly RequiredField[]>()
  for (const type of supergraph.types()) {
    if (!isObjectType(type) && !isInterfaceType(type)) continue
    for (const { name, appliedDirectives } of type.fields()) {
      const required = appliedDirectives.flatMap((directive) => {
        const { requires }: { requires?: unknown } = directive.name === 'join__field' ? directive.arguments() : {}
        return typeof requires === 'string' ? readFields(requires, type.name, schema) : []
      })
      if (required.length > 0) found.set(`${type.name}.${name}`, required)
    }
  }
  return found
}

/** What the fetches of a plan require with arguments. */
export function requiredBy(fetches: readonly PlannedFetch[], known: RequiredArguments) {
  if (known.size === 0) return []
  return fetches.flatMap(({ path, fetch }) =>
    fetch.requires === undefined
      ? []
      : entityFields(fetch.operation).flatMap((by) =>
          (known.get(by) ?? []).map((required) => ({ ...required, by, at: `${path.join('.')} ${required.path}` })),
        ),
  )
}

/**
 * Refuses fields of one object that require the same field with different arguments: the plan has one place for its value,
 * so one of them would be worked out from the value that is meant for the other.
 */
export function contradictingArguments(
  required: ReturnType<typeof requiredBy>,
  schema: GraphQLSchema,
): FederationError[] {
  const errors = new Map<string, FederationError>()
  for (const [index, each] of required.entries()) {
    const other = required
      .slice(0, index)
      .find(({ at, given, type }) => at === each.at && given !== each.given && doTypesOverlap(schema, type, each.type))
    if (!other) continue
    const why = `they require ${each.type.name}.${each.name} with different arguments`
    const message = `Cannot select ${other.by} and ${each.by} of one object: ${why}. Ask for them in two operations.`
    errors.set(message, new FederationError('GRAPHQL_VALIDATION_FAILED', message))
  }
  return [...errors.values()]
}

/** The same for arguments in another order. */
export const argumentsText = (given: readonly ArgumentNode[] = []): string =>
  given
    .map((argument) => print(argument))
    .toSorted()
    .join()

function readFields(fields: string, typeName: string, schema: GraphQLSchema): RequiredField[] {
  const found: RequiredField[] = []
  const typeInfo = new TypeInfo(schema, schema.getType(typeName))
  const [definition] = parse(`{ ${fields} }`, { noLocation: true }).definitions
  if (definition?.kind !== Kind.OPERATION_DEFINITION) return found
  const path: string[] = []
  const Field = {
    enter({ name, arguments: given }: FieldNode) {
      path.push(name.value)
      const type = typeInfo.getParentType()
      if (!type || !typeInfo.getFieldDef()?.args.length) return
      found.push({ type, name: name.value, path: path.join('.'), given: argumentsText(given) })
    },
    leave: () => void path.pop(),
  }
  visit(definition.selectionSet, visitWithTypeInfo(typeInfo, { Field }))
  return found
}

/** The coordinates of what a fetch asks of entities themselves. */
function entityFields(operation: string): string[] {
  const read = ({ selections }: SelectionSetNode, type?: string): string[] =>
    selections.flatMap((selection) => {
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        return read(selection.selectionSet, selection.typeCondition?.name.value ?? type)
      }
      if (selection.kind === Kind.FRAGMENT_SPREAD) return []
      if (type !== undefined) return [`${type}.${selection.name.value}`]
      return selection.name.value === '_entities' && selection.selectionSet ? read(selection.selectionSet) : []
    })
  return parse(operation, { noLocation: true }).definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION ? read(definition.selectionSet) : [],
  )
}
