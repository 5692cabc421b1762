import { getOperationAST, Kind, OperationTypeNode } from 'graphql'
import type { DocumentNode, FragmentDefinitionNode, SelectionSetNode } from 'graphql'

const ABOUT_THE_SCHEMA: ReadonlySet<string> = new Set(['__schema', '__type', '__typename'])

/**
 * Whether an operation asks of nothing but the schema. graphql-js answers that itself, all of it: the planner knows only an
 * older introspection, without `isOneOf`.
 */
export function isIntrospection(document: DocumentNode, operationName?: string | null): boolean {
  const operation = getOperationAST(document, operationName)
  if (operation?.operation !== OperationTypeNode.QUERY) return false
  const fragments = new Map<string, FragmentDefinitionNode>()
  const seen = new Set<string>()
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
  }
  const isAboutTheSchema = ({ selections }: SelectionSetNode): boolean =>
    selections.every((selection) => {
      if (selection.kind === Kind.FIELD) return ABOUT_THE_SCHEMA.has(selection.name.value)
      if (selection.kind === Kind.INLINE_FRAGMENT) return isAboutTheSchema(selection.selectionSet)
      const { value: name } = selection.name
      if (seen.has(name)) return true
      seen.add(name)
      const fragment = fragments.get(name)
      return fragment !== undefined && isAboutTheSchema(fragment.selectionSet)
    })
  return isAboutTheSchema(operation.selectionSet)
}
