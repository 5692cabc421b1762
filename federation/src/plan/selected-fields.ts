import { getNamedType, isCompositeType, Kind } from 'graphql'
import type { FragmentDefinitionNode, GraphQLCompositeType, GraphQLSchema, SelectionSetNode } from 'graphql'

/**
 * The coordinates, such as `User.email`, of all fields that a selection reaches, also through fragments, each with the
 * type that it is selected on. Directives that depend on variables are taken as if they selected.
 */
export function selectedFields(
  schema: GraphQLSchema,
  root: GraphQLCompositeType,
  selectionSet: SelectionSetNode,
  fragments: Readonly<Record<string, FragmentDefinitionNode>>,
): Set<string> {
  const coordinates = new Set<string>()
  const seenFragments = new Set<string>()
  const walk = (parent: GraphQLCompositeType, { selections }: SelectionSetNode) => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const field = 'getFields' in parent ? parent.getFields()[selection.name.value] : undefined
        if (!field) continue
        coordinates.add(`${parent.name}.${field.name}`)
        const type = getNamedType(field.type)
        if (selection.selectionSet && isCompositeType(type)) walk(type, selection.selectionSet)
        continue
      }
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        walk(conditionType(schema, selection.typeCondition?.name.value, parent), selection.selectionSet)
        continue
      }
      const fragment = fragments[selection.name.value]
      if (!fragment || seenFragments.has(fragment.name.value)) continue
      seenFragments.add(fragment.name.value)
      walk(conditionType(schema, fragment.typeCondition.name.value, parent), fragment.selectionSet)
    }
  }
  walk(root, selectionSet)
  return coordinates
}

function conditionType(schema: GraphQLSchema, name: string | undefined, parent: GraphQLCompositeType) {
  const type = name === undefined ? parent : schema.getType(name)
  return isCompositeType(type) ? type : parent
}
