import { Kind, parse } from 'graphql'
import type { ConstDirectiveNode, FieldDefinitionNode, TypeNode } from 'graphql'

/** What a supergraph says of a field of an object type or an interface. */
export interface FieldMarks {
  type: string
  name: string
  /** The type that it gives, without lists and non-nulls. */
  returns: string
  /** The names of the subgraphs that resolve it, in upper case, as they are in the supergraph. */
  subgraphs: readonly string[]
  /** Whether it bears `@perViewer`. */
  isPerViewer: boolean
}

/** Reads the marks of all fields off a supergraph, in its order. */
export function readFieldMarks(supergraphSdl: string): FieldMarks[] {
  const { definitions } = parse(supergraphSdl, { noLocation: true })
  return definitions.flatMap((definition) => {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) return []
    const ofType = applied(definition.directives, 'join__type').flatMap(graphOf)
    return (definition.fields ?? []).map((field) => ({
      type: definition.name.value,
      name: field.name.value,
      returns: namedType(field.type),
      subgraphs: subgraphsOf(field, ofType),
      isPerViewer: applied(field.directives, 'perViewer').length > 0,
    }))
  })
}

/** Without a word of its own, a field is resolved by every subgraph that has the type. */
function subgraphsOf({ directives }: FieldDefinitionNode, ofType: readonly string[]): readonly string[] {
  const joined = applied(directives, 'join__field')
  if (joined.length === 0) return ofType
  return joined.filter((join) => !join.arguments?.some(({ name }) => name.value === 'external')).flatMap(graphOf)
}

const applied = (directives: readonly ConstDirectiveNode[] | undefined, name: string) =>
  directives?.filter((directive) => directive.name.value === name) ?? []

const graphOf = ({ arguments: given }: ConstDirectiveNode): string[] =>
  given?.flatMap(({ name, value }) => (name.value === 'graph' && value.kind === Kind.ENUM ? [value.value] : [])) ?? []

const namedType = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type))
