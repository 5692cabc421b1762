/** What a document may ask for; levels, fields, aliases and directives count with each fragment wherever it is spread. */
export interface DocumentLimits {
  /** Levels of fields. */
  depth: number
  /** Levels of introspection fields. */
  introspectionDepth: number
  /** Fields and fragments. */
  selections: number
  /** The same in introspection, which is not planned. */
  introspectionSelections: number
  /**
   * What validation compares: of n fields that would have the same name in an answer n² pairs, and n more for each value in
   * their arguments; of all operations and fragments of a document together.
   */
  comparisons: number
  /** Fields at the root. */
  rootFields: number
  aliases: number
  directives: number
  /** Operations of a document. */
  operations: number
  /** Tokens of a document. */
  tokens: number
  /** Characters of a document. */
  documentLength: number
}

export const documentLimits: DocumentLimits = {
  depth: 12,
  introspectionDepth: 20,
  selections: 250,
  introspectionSelections: 500,
  comparisons: 40_000,
  rootFields: 20,
  aliases: 30,
  directives: 50,
  operations: 50,
  tokens: 2_000,
  documentLength: 65_536,
}
