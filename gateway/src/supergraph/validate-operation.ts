import { GraphQLError, Kind, OperationTypeNode, specifiedRules, validate } from 'graphql'
import type { ASTVisitor, DocumentNode, GraphQLSchema, SelectionSetNode, ValidationContext } from 'graphql'
import type { ValidationRule } from 'graphql'

/**
 * Validates a document as graphql-js does, without its trap: with `@skip` or `@include` of a variable at a
 * subscription's root, which the specification forbids, `validate` of graphql 16 throws instead of saying so.
 * @param rules the caller's own, beside those of the specification
 */
export function validateOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  rules: readonly ValidationRule[] = [],
): readonly GraphQLError[] {
  const conditional = validate(schema, document, [UnconditionalSubscriptionRootRule])
  return conditional.length > 0 ? conditional : validate(schema, document, [...specifiedRules, ...rules])
}

/** No `@skip` or `@include` at the root of a subscription: it listens to one field, whatever the variables are. */
function UnconditionalSubscriptionRootRule(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition({ operation, selectionSet }) {
      if (operation === OperationTypeNode.SUBSCRIPTION) checkRoot(context, selectionSet, new Set())
      return false
    },
  }
}

function checkRoot(context: ValidationContext, { selections }: SelectionSetNode, seen: Set<string>): void {
  for (const selection of selections) {
    const conditions = selection.directives?.filter(({ name }) => name.value === 'skip' || name.value === 'include')
    for (const node of conditions ?? []) {
      const message = `"@${node.name.value}" may not be used at the root of a subscription.`
      context.reportError(new GraphQLError(message, { nodes: node }))
    }
    if (selection.kind === Kind.INLINE_FRAGMENT) checkRoot(context, selection.selectionSet, seen)
    if (selection.kind !== Kind.FRAGMENT_SPREAD || seen.has(selection.name.value)) continue
    seen.add(selection.name.value)
    const fragment = context.getFragment(selection.name.value)
    if (fragment) checkRoot(context, fragment.selectionSet, seen)
  }
}
