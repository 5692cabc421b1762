/** What a document may ask for; levels, fields, aliases and directives count with each fragment wherever it is spread. */
export interface DocumentLimits {
  /** Levels of fields. */
  depth: number
  /** Levels of introspection fields. */
  introspectionDepth: number
  /** Fields and fragments. */
  selections: number
  /** Fields at the root. */
  rootFields: number
  aliases: number
  directives: number
  /** Operations of a document. */
  operations: number
  /** Tokens of a document. */
  tokens: number
}

export const documentLimits: DocumentLimits = {
  depth: 12,
  introspectionDepth: 20,
  selections: 500,
  rootFields: 20,
  aliases: 30,
  directives: 50,
  operations: 50,
  tokens: 2_000,
}
