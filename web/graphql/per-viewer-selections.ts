import type { FieldMarks } from '@colloquy/schema/field-marks'
import {
  concatAST,
  isAbstractType,
  Kind,
  OperationTypeNode,
  separateOperations,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql'
import type { DocumentNode, GraphQLCompositeType, GraphQLSchema } from 'graphql'

/**
 * The fields that depend on who asks, such as `Inbox: Conversation.title`, in the subscriptions of these documents. The gateway
 * executes an event once for all who select the same, but for each subscriber alone where such a field is among it.
 */
export function perViewerSelections(
  schema: GraphQLSchema,
  marks: readonly FieldMarks[],
  documents: readonly DocumentNode[],
): string[] {
  const perViewer = new Set(marks.filter(({ isPerViewer }) => isPerViewer).map(({ type, name }) => `${type}.${name}`))
  const found = new Set<string>()
  const typesOf = (type: GraphQLCompositeType) =>
    isAbstractType(type) ? [type, ...schema.getPossibleTypes(type)] : [type]
  for (const [operation, document] of Object.entries(separateOperations(concatAST(documents)))) {
    const isSubscription = document.definitions.some(
      (definition) =>
        definition.kind === Kind.OPERATION_DEFINITION && definition.operation === OperationTypeNode.SUBSCRIPTION,
    )
    if (!isSubscription) continue
    const types = new TypeInfo(schema)
    const Field = ({ name }: { name: { value: string } }) => {
      const parent = types.getParentType()
      const coordinates = parent ? typesOf(parent).map((type) => `${type.name}.${name.value}`) : []
      for (const coordinate of coordinates) if (perViewer.has(coordinate)) found.add(`${operation}: ${coordinate}`)
    }
    visit(document, visitWithTypeInfo(types, { Field }))
  }
  return [...found]
}
