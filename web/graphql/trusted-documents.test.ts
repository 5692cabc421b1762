import { ApolloClient, ApolloLink, InMemoryCache } from '@apollo/client'
import { getOperationAST, OperationTypeNode, print } from 'graphql'
import type { DocumentNode } from 'graphql'
import { EMPTY } from 'rxjs'
import { expect, test } from 'vitest'
import * as generated from './generated/graphql.ts'
import { trustedDocuments } from './trusted-documents.ts'

const { operations } = trustedDocuments()
const bodies = new Set(operations.map(({ body }) => body))
const ofType = (type: OperationTypeNode) =>
  Object.values(generated).filter((document: DocumentNode) => getOperationAST(document)?.operation === type)

test.each(operations)('$name is listed once', ({ name, id }) => {
  expect(operations.filter((other) => other.name === name || other.id === id)).toHaveLength(1)
})

test('what Apollo Client sends is listed, to the letter', async () => {
  const sent: string[] = []
  const link = new ApolloLink(({ query }) => {
    sent.push(print(query))
    return EMPTY
  })
  const client = new ApolloClient({ link, cache: new InMemoryCache() })
  const queries = ofType(OperationTypeNode.QUERY)
  const mutations = ofType(OperationTypeNode.MUTATION)
  await Promise.allSettled([
    ...queries.map((query) => client.query({ query })),
    ...mutations.map((mutation) => client.mutate({ mutation })),
  ])
  expect(sent.length).toBe(queries.length + mutations.length)
  expect(sent.length).toBeGreaterThan(20)
  expect(sent.filter((text) => !bodies.has(text))).toEqual([])
})

test('what goes over the socket is listed, as it is written', () => {
  const subscriptions = ofType(OperationTypeNode.SUBSCRIPTION)
  expect(subscriptions.length).toBeGreaterThan(2)
  expect(subscriptions.map((document) => print(document)).filter((text) => !bodies.has(text))).toEqual([])
})

test('what the web asks as its own server is listed', () => {
  const names = operations.map(({ name }) => name)
  expect(names).toEqual(expect.arrayContaining(['RequestSignInCode', 'VerifySignInCode', 'RefreshSession', 'Ready']))
})
