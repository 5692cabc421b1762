import { createHash } from 'node:crypto'
import { InMemoryCache } from '@apollo/client'
import { getOperationAST, OperationTypeNode, parse, print } from 'graphql'
import type { DocumentNode } from 'graphql'
import * as serverOperations from '../features/session/server/gateway-operations.ts'
import * as generated from './generated/graphql.ts'

/**
 * All that the web asks, in the format of Apollo's `generate-persisted-query-manifest`: what Apollo Client sends by HTTP, with the
 * type names that it adds; subscriptions as they go over the socket; and what the web's own server asks.
 */
export function trustedDocuments() {
  const ofBrowser = Object.values(generated).map(asSent)
  const ofServer = Object.values(serverOperations).map((text) => parse(text))
  const operations = [...ofBrowser, ...ofServer].flatMap(trustedDocument)
  const sorted = operations.toSorted((one, other) => one.name.localeCompare(other.name))
  return { format: 'apollo-persisted-query-manifest', version: 1, operations: sorted }
}

const cache = new InMemoryCache()

const asSent = (document: DocumentNode): DocumentNode =>
  getOperationAST(document)?.operation === OperationTypeNode.SUBSCRIPTION ? document : cache.transformDocument(document)

/** None of a fragment alone. */
function trustedDocument(document: DocumentNode) {
  const operation = getOperationAST(document)
  if (!operation) return []
  const body = print(document)
  const id = createHash('sha256').update(body).digest('hex')
  return [{ id, name: operation.name?.value ?? '', type: operation.operation, body }]
}
