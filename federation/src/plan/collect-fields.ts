import {
  getDirectiveValues,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isAbstractType,
  Kind,
  typeFromAST,
} from 'graphql'
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

/** The fields that selections ask of an object of one type, by response key, in the order in which an answer has them. */
export function collectFields(
  { schema, fragments, variables }: Selecting,
  type: GraphQLObjectType,
  selectionSets: readonly SelectionSetNode[],
): Map<string, [FieldNode, ...FieldNode[]]> {
  const fields = new Map<string, [FieldNode, ...FieldNode[]]>()
  const visited = new Set<string>()
  const isAskedFor = (node: SelectionNode) =>
    getDirectiveValues(GraphQLSkipDirective, node, variables)?.if !== true &&
    getDirectiveValues(GraphQLIncludeDirective, node, variables)?.if !== false
  const applies = ({ typeCondition }: InlineFragmentNode | FragmentDefinitionNode) => {
    const condition = typeCondition && typeFromAST(schema, typeCondition)
    return !condition || condition === type || (isAbstractType(condition) && schema.isSubType(condition, type))
  }
  const collect = ({ selections }: SelectionSetNode) => {
    for (const selection of selections) {
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
