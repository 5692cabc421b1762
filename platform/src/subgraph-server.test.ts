import { expect, test } from 'vitest'
import { startHttpServer } from './http-server.ts'
import type { Identity } from './identity.ts'
import { createLogger } from './logger.ts'
import { createSubgraph } from './subgraph-server.ts'

const logger = createLogger('test', 'silent')

const typeDefs = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Query { first: Node }
  type Node { next: Node, number: Int }
`

/** A subgraph whose nodes wait until the test lets each of them go. */
async function start() {
  const reads: PromiseWithResolvers<{ number: number }>[] = []
  const asked = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const read = () => {
    const next = Promise.withResolvers<{ number: number }>()
    reads.push(next)
    asked[reads.length - 1]?.resolve()
    return next.promise
  }
  const abandoned = Promise.withResolvers<void>()
  const subgraph = await createSubgraph<{ identity: Identity }>({
    typeDefs,
    resolvers: { Query: { first: read }, Node: { next: read } },
    publicFields: { Query: ['first'], Node: ['next', 'number'] },
    createContext(identity, signal) {
      signal.addEventListener('abort', () => abandoned.resolve())
      return { identity }
    },
    verifyAssertion: () => ({ kind: 'service', name: 'test' }),
    logger,
  })
  const server = await startHttpServer({
    host: '127.0.0.1',
    port: 0,
    logger,
    routes: { '/graphql': subgraph.handle },
    ready: {},
    graceMs: 100,
  })
  const ask = (query: string, signal?: AbortSignal) =>
    fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
      signal,
    })
  const until = async (count: number) => {
    await asked[count - 1]?.promise
  }
  return { ask, reads, until, abandoned: abandoned.promise, [Symbol.asyncDispose]: server[Symbol.asyncDispose] }
}

test('reads what is asked for', async () => {
  await using subgraph = await start()
  const answer = subgraph.ask('{ first { number next { number } } }')
  await subgraph.until(1)
  subgraph.reads[0]?.resolve({ number: 1 })
  await subgraph.until(2)
  subgraph.reads[1]?.resolve({ number: 2 })
  expect(await (await answer).json()).toEqual({ data: { first: { number: 1, next: { number: 2 } } } })
})

test('reads nothing further once nobody waits for the answer', async () => {
  await using subgraph = await start()
  const client = new AbortController()
  const answer = subgraph.ask('{ first { number next { number } } }', client.signal)
  await subgraph.until(1)
  client.abort()
  await expect(answer).rejects.toThrow('aborted')
  await subgraph.abandoned
  subgraph.reads[0]?.resolve({ number: 1 })
  // One that comes later is served, and by then the first would have gone on.
  const later = subgraph.ask('{ __typename }')
  expect((await later).status).toBe(200)
  expect(subgraph.reads).toHaveLength(1)
})
