import { GraphQLError, Kind } from 'graphql'
import type { DocumentNode, FragmentDefinitionNode, SelectionNode, SelectionSetNode } from 'graphql'
import type { Limits } from '../limits.ts'

/** What an operation asks for, fragments counted wherever they are spread. */
interface Size {
  depth: number
  introspectionDepth: number
  aliases: number
  directives: number
}

const NOTHING: Size = { depth: 0, introspectionDepth: 0, aliases: 0, directives: 0 }

/** The errors of a document whose operations ask for more than the limits allow; run before it is validated. */
export function limitErrors(document: DocumentNode, limits: Limits): GraphQLError[] {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
  }
  const sizes = new Map<string, Size>()

  const sizeOfFragment = (name: string): Size => {
    const known = sizes.get(name)
    if (known) return known
    // A fragment that contains itself is nothing here; validation refuses it.
    sizes.set(name, NOTHING)
    const fragment = fragments.get(name)
    const size = fragment ? sizeOf(fragment.selectionSet) : NOTHING
    sizes.set(name, size)
    return size
  }
  const sizeOf = ({ selections }: SelectionSetNode): Size => {
    const total = { ...NOTHING }
    for (const selection of selections) {
      const own = sizeOfSelection(selection)
      total.depth = Math.max(total.depth, own.depth)
      total.introspectionDepth = Math.max(total.introspectionDepth, own.introspectionDepth)
      total.aliases += own.aliases
      total.directives += own.directives + (selection.directives?.length ?? 0)
    }
    return total
  }
  const sizeOfSelection = (selection: SelectionNode): Size => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return sizeOfFragment(selection.name.value)
    const below = selection.selectionSet ? sizeOf(selection.selectionSet) : NOTHING
    if (selection.kind === Kind.INLINE_FRAGMENT) return below
    const aliases = below.aliases + (selection.alias ? 1 : 0)
    const introspects = selection.name.value.startsWith('__')
    return introspects
      ? { ...below, aliases, depth: 0, introspectionDepth: Math.max(below.depth, below.introspectionDepth) + 1 }
      : { ...below, aliases, depth: below.depth + 1 }
  }
  const rootFields = ({ selections }: SelectionSetNode, within: readonly string[] = []): number =>
    selections.reduce((count, selection) => {
      if (selection.kind === Kind.FIELD) return count + 1
      if (selection.kind === Kind.INLINE_FRAGMENT) return count + rootFields(selection.selectionSet, within)
      const name = selection.name.value
      const fragment = fragments.get(name)
      return !fragment || within.includes(name) ? count : count + rootFields(fragment.selectionSet, [...within, name])
    }, 0)

  return document.definitions.flatMap((definition) => {
    if (definition.kind !== Kind.OPERATION_DEFINITION) return []
    const size = sizeOf(definition.selectionSet)
    const checks: [string, number, number][] = [
      ['levels of fields', size.depth, limits.depth],
      ['levels of introspection', size.introspectionDepth, limits.introspectionDepth],
      ['aliases', size.aliases, limits.aliases],
      ['directives', size.directives + (definition.directives?.length ?? 0), limits.directives],
      ['fields at the root', rootFields(definition.selectionSet), limits.rootFields],
    ]
    return checks
      .filter(([, asked, allowed]) => asked > allowed)
      .map(
        ([what, , allowed]) =>
          new GraphQLError(`The operation has too many ${what}; ${allowed} are allowed.`, {
            nodes: definition,
            extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
          }),
      )
  })
}
