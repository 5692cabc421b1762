import { getDirectiveValues, GraphQLIncludeDirective, GraphQLSkipDirective, isAbstractType, Kind } from 'graphql'
import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLObjectType,
  GraphQLSchema,
  InlineFragmentNode,
  SelectionNode,
  SelectionSetNode,
} from 'graphql'
import type { Variables } from './variables.ts'

/** What selections mean: the schema they are of, their fragments, and the variables of one request. */
export interface Selecting {
  schema: GraphQLSchema
  fragments: Readonly<Record<string, FragmentDefinitionNode>>
  variables: Variables
}

/** The fields of one response key, which are merged. */
export type SameFields = [FieldNode, ...FieldNode[]]

/**
 * The fields that selections ask of an object of one type, by response key, in the order in which an answer has them.
 * @param onSelection called for each selection that is looked at
 */
export function collectFields(
  { schema, fragments, variables }: Selecting,
  type: GraphQLObjectType,
  selectionSets: readonly SelectionSetNode[],
  onSelection?: () => void,
): Map<string, SameFields> {
  const fields = new Map<string, SameFields>()
  const visited = new Set<string>()
  const isAskedFor = (node: SelectionNode) =>
    !node.directives?.length ||
    (getDirectiveValues(GraphQLSkipDirective, node, variables)?.if !== true &&
      getDirectiveValues(GraphQLIncludeDirective, node, variables)?.if !== false)
  const applies = ({ typeCondition }: InlineFragmentNode | FragmentDefinitionNode) => {
    if (!typeCondition || typeCondition.name.value === type.name) return true
    const condition = schema.getType(typeCondition.name.value)
    return isAbstractType(condition) && schema.isSubType(condition, type)
  }
  const collect = ({ selections }: SelectionSetNode) => {
    for (const selection of selections) {
      onSelection?.()
      if (!isAskedFor(selection)) continue
      if (selection.kind === Kind.FIELD) {
        const key = responseKey(selection)
        const same = fields.get(key)
        if (same) same.push(selection)
        else fields.set(key, [selection])
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        if (applies(selection)) collect(selection.selectionSet)
      } else {
        const { value: name } = selection.name
        const fragment = visited.has(name) ? undefined : fragments[name]
        visited.add(name)
        if (fragment && applies(fragment)) collect(fragment.selectionSet)
      }
    }
  }
  for (const selectionSet of selectionSets) collect(selectionSet)
  return fields
}

const responseKey = ({ alias, name }: FieldNode): string => (alias ?? name).value

/** What is selected below a field, wherever it is written. */
export const selectionSetsOf = (nodes: readonly FieldNode[]): SelectionSetNode[] =>
  nodes.flatMap(({ selectionSet }) => selectionSet ?? [])
