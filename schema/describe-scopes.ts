import { Kind, valueFromASTUntyped, visit } from 'graphql'
import type { ConstDirectiveNode, DocumentNode } from 'graphql'

/**
 * Ends the description of each field with the scope that it takes, by its `@requiresScopes`: clients see descriptions, and no
 * directives of subgraphs.
 */
export function describeScopes(typeDefs: DocumentNode): DocumentNode {
  return visit(typeDefs, {
    FieldDefinition(node) {
      const directive = node.directives?.find(({ name }) => name.value === 'requiresScopes')
      if (!directive) return undefined
      const value = [node.description?.value, `Takes the scope ${scopesOf(directive)}.`].filter(Boolean).join(' ')
      return { ...node, description: { kind: Kind.STRING, value } }
    },
  })
}

/** Any one of the sets, as words. */
function scopesOf({ arguments: [sets] = [] }: ConstDirectiveNode): string {
  const read: unknown = sets && valueFromASTUntyped(sets.value)
  if (!Array.isArray(read)) throw new Error('@requiresScopes takes a list of lists.')
  return read.map((set) => (Array.isArray(set) ? set.join(' and ') : String(set))).join(', or ')
}
