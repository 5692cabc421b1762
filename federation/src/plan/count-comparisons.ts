import { Kind, visit } from 'graphql'
import type {
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  OperationDefinitionNode,
  SelectionSetNode,
} from 'graphql'

/** How many fields there are of each response name, and how many nodes their arguments have. */
type Names = ReadonlyMap<string, { fields: number; values: number }>

/**
 * How much validation may have to do to find out whether fields of the same response name mean the same: it compares each two
 * of them, and prints what both are given as arguments. The sum over all definitions of a document, with fragments as often as
 * they are spread; no fragment may contain itself. Visits each selection once.
 */
export function countComparisons({ definitions }: DocumentNode): number {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
  }
  const known = new Map<OperationDefinitionNode | FragmentDefinitionNode, Names>()
  const namesOf = (definition: OperationDefinitionNode | FragmentDefinitionNode): Names => {
    const names = known.get(definition) ?? collect(definition.selectionSet)
    known.set(definition, names)
    return names
  }
  const collect = (set: SelectionSetNode): Names => {
    const names = new Map<string, { fields: number; values: number }>()
    const add = (name: string, more: { fields: number; values: number }) => {
      const { fields, values } = names.get(name) ?? { fields: 0, values: 0 }
      names.set(name, { fields: fields + more.fields, values: values + more.values })
    }
    const walk = ({ selections }: SelectionSetNode) => {
      for (const selection of selections) {
        if (selection.kind === Kind.FRAGMENT_SPREAD) {
          const fragment = fragments.get(selection.name.value)
          if (fragment) for (const [name, count] of namesOf(fragment)) add(name, count)
          continue
        }
        if (selection.kind === Kind.FIELD) {
          add((selection.alias ?? selection.name).value, { fields: 1, values: countValues(selection) })
        }
        if (selection.selectionSet) walk(selection.selectionSet)
      }
    }
    walk(set)
    return names
  }
  let count = 0
  for (const definition of definitions) {
    if (!('selectionSet' in definition)) continue
    for (const { fields, values } of namesOf(definition).values()) count += fields * (fields + values)
  }
  return count
}

/** How many nodes the arguments of a field have. */
function countValues({ arguments: given = [] }: FieldNode): number {
  let count = 0
  for (const argument of given) visit(argument, { enter: () => void count++ })
  return count
}
