import { Kind } from 'graphql'
import type { ASTNode, DocumentNode, FragmentDefinitionNode, OperationDefinitionNode } from 'graphql'
import type { NameNode, SelectionNode, SelectionSetNode } from 'graphql'
import { countComparisons } from './count-comparisons.ts'
import { FederationError } from './errors.ts'
import type { DocumentLimits } from './limits.ts'

/** What an operation asks for, fragments counted wherever they are spread. */
interface Size {
  depth: number
  introspectionDepth: number
  rootFields: number
  selections: number
  introspectionSelections: number
  aliases: number
  directives: number
}

const NOTHING: Size = {
  depth: 0,
  introspectionDepth: 0,
  rootFields: 0,
  selections: 0,
  introspectionSelections: 0,
  aliases: 0,
  directives: 0,
}

/**
 * The errors of a document that asks for more than the limits allow; run before it is validated, because what validation
 * and planning take grows faster than a document does. Visits each selection of the document once.
 */
export function limitErrors(document: DocumentNode, limits: DocumentLimits): FederationError[] {
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
  const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
  if (operations.length > limits.operations) {
    return [invalid(`The document has too many operations; ${limits.operations} are allowed.`, operations)]
  }
  const { sizeOf, cycle } = measure(fragments)
  const tooMany = (definition: Sized, checks: [string, number, number][]) =>
    checks
      .filter(([, asked, allowed]) => asked > allowed)
      .map(([many, , allowed]) => {
        const what = definition.kind === Kind.OPERATION_DEFINITION ? 'operation' : 'fragment'
        return invalid(`The ${what} has too many ${many}; ${allowed} are allowed.`, [definition])
      })
  const tooManySelections = ({ selections, introspectionSelections }: Size): [string, number, number][] => [
    ['fields and fragments', selections, limits.selections],
    ['fields and fragments of introspection', introspectionSelections, limits.introspectionSelections],
  ]
  const beyond = operations.flatMap((operation) => {
    const size = sizeOf(operation)
    return tooMany(operation, [
      ['levels of fields', size.depth, limits.depth],
      ['levels of introspection', size.introspectionDepth, limits.introspectionDepth],
      ...tooManySelections(size),
      ['aliases', size.aliases, limits.aliases],
      ['directives', size.directives, limits.directives],
      ['fields at the root', size.rootFields, limits.rootFields],
    ])
  })
  // Validation looks into fragments that no operation spreads as well.
  const beyondInFragments = fragments.flatMap((fragment) => tooMany(fragment, tooManySelections(sizeOf(fragment))))
  const repeated = cycle()
  if (repeated) return [invalid(`Cannot spread fragment "${repeated.name.value}" within itself.`, [repeated])]
  if (beyond.length > 0) return beyond
  if (beyondInFragments.length > 0 || countComparisons(document) <= limits.comparisons) return beyondInFragments
  return [invalid('The document has too many fields of the same name. Ask for each once, or in several documents.', [])]
}

type Sized = OperationDefinitionNode | FragmentDefinitionNode

/** Sizes of a document's definitions, each worked out once; and a fragment that contains itself, once one was met. */
function measure(fragments: readonly FragmentDefinitionNode[]) {
  const byName = new Map(fragments.map((fragment) => [fragment.name.value, fragment]))
  /** Null while it is being worked out. */
  const sizes = new Map<Sized, Size | null>()
  let repeated: FragmentDefinitionNode | null = null

  const sizeOf = (definition: Sized): Size => {
    const known = sizes.get(definition)
    if (known) return known
    if (known === null) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) repeated ??= definition
      return NOTHING
    }
    sizes.set(definition, null)
    const set = sizeOfSet(definition.selectionSet)
    const introspects = definition.kind === Kind.FRAGMENT_DEFINITION && isIntrospective(definition.typeCondition.name)
    const size = introspects ? asIntrospection(set) : set
    const sized = { ...size, directives: size.directives + (definition.directives?.length ?? 0) }
    sizes.set(definition, sized)
    return sized
  }
  const sizeOfSet = ({ selections }: SelectionSetNode): Size => {
    const total = { ...NOTHING }
    for (const selection of selections) {
      const own = sizeOfSelection(selection)
      total.depth = Math.max(total.depth, own.depth)
      total.introspectionDepth = Math.max(total.introspectionDepth, own.introspectionDepth)
      total.rootFields += own.rootFields
      total.selections += own.selections + 1
      total.introspectionSelections += own.introspectionSelections
      total.aliases += own.aliases
      total.directives += own.directives + (selection.directives?.length ?? 0)
    }
    return total
  }
  const sizeOfSelection = (selection: SelectionNode): Size => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      const fragment = byName.get(selection.name.value)
      return fragment ? sizeOf(fragment) : NOTHING
    }
    const below = selection.selectionSet ? sizeOfSet(selection.selectionSet) : NOTHING
    if (selection.kind === Kind.INLINE_FRAGMENT) return below
    const field = { ...below, rootFields: 1, aliases: below.aliases + (selection.alias ? 1 : 0) }
    if (!isIntrospective(selection.name)) return { ...field, depth: below.depth + 1 }
    const introspection = asIntrospection(field)
    return { ...introspection, introspectionDepth: introspection.introspectionDepth + 1 }
  }
  return { sizeOf, cycle: () => repeated }
}

const isIntrospective = ({ value: name }: NameNode) => name.startsWith('__')

const asIntrospection = (size: Size): Size => ({
  ...size,
  depth: 0,
  introspectionDepth: Math.max(size.depth, size.introspectionDepth),
  selections: 0,
  introspectionSelections: size.selections + size.introspectionSelections,
})

const invalid = (message: string, nodes: readonly ASTNode[]) =>
  new FederationError('GRAPHQL_VALIDATION_FAILED', message, { nodes })
