import { GraphQLError, Kind, OperationTypeNode, specifiedRules, validate } from 'graphql'
import type { ASTVisitor, DocumentNode, GraphQLSchema, NameNode, SelectionSetNode } from 'graphql'
import type { ValidationContext, ValidationRule } from 'graphql'
import { brief, MAX_ERRORS } from './brief-errors.ts'

/**
 * Validates a document as graphql-js does, without its trap: with `@skip` or `@include` of a variable at a
 * subscription's root, which the specification forbids, `validate` of graphql 16 throws instead of saying so. Tells of the
 * first errors only, and of each no more than helps.
 * @param rules the caller's own, beside those of the specification
 */
export function validateOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  rules: readonly ValidationRule[] = [],
): readonly GraphQLError[] {
  const check = (some: readonly ValidationRule[]) =>
    validate(schema, document, some, { maxErrors: MAX_ERRORS }).map(brief)
  const first = check([UnconditionalSubscriptionRootRule, WholeAnswersRule])
  return first.length > 0 ? first : check([...specifiedRules, UsableNamesRule, ...rules])
}

/** Of a schema that does not define them as its own: directives by which an answer would come in parts. */
function WholeAnswersRule(context: ValidationContext): ASTVisitor {
  return {
    Directive(node) {
      const name = node.name.value
      if ((name !== 'defer' && name !== 'stream') || context.getSchema().getDirective(name)) return
      const message = `"@${name}" is not supported: answers come whole. Ask for the slow part in an operation of its own.`
      context.reportError(new GraphQLError(message, { nodes: node }))
    },
  }
}

/**
 * Names that a client may choose, but that cannot be told from something else in an answer: `__typename` for another field
 * than itself, which says what type an object is of; and `__proto__`, which sets an object's prototype in JavaScript.
 */
function UsableNamesRule(context: ValidationContext): ASTVisitor {
  const refuse = (node: NameNode, why: string) =>
    context.reportError(new GraphQLError(`"${node.value}" cannot be used as a name here: ${why}.`, { nodes: node }))
  const check = ({ name }: { name?: NameNode }) => {
    if (name?.value === '__proto__') refuse(name, 'it is reserved in JavaScript')
  }
  return {
    OperationDefinition: check,
    FragmentDefinition: check,
    Variable: check,
    Field({ alias, name }) {
      check({ name: alias })
      if (alias?.value === '__typename' && name.value !== '__typename') refuse(alias, 'it tells the type of an object')
    },
  }
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
