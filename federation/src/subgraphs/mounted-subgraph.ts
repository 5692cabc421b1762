import { execute, parse } from 'graphql'
import type { DocumentNode } from 'graphql'
import { LRUCache } from 'lru-cache'
import type { MountedSubgraph } from './mounted.ts'
import type { AskSubgraph } from './subgraph.ts'

/** How many parsed fetches are kept for each mounted subgraph. */
const MAX_DOCUMENTS = 500

/** Asks a subgraph that is in this process. */
export function askMounted<Viewer>({ schema, createContext }: MountedSubgraph<Viewer>): AskSubgraph<Viewer> {
  const documents = new LRUCache<string, DocumentNode>({ max: MAX_DOCUMENTS })
  return async ({ query, operationName, variables, viewer }) => {
    const document = documents.get(query) ?? parse(query, { noLocation: true })
    documents.set(query, document)
    return execute({
      schema,
      document,
      operationName,
      variableValues: variables,
      contextValue: createContext(viewer),
    })
  }
}
