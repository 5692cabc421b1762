import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { buildSubgraphSchema } from '@apollo/subgraph'
import type { GraphQLResolverMap } from '@apollo/subgraph'
import { parse } from 'graphql'
import { createHandler } from 'graphql-http/lib/use/http'
import { useServer } from 'graphql-ws/use/ws'
import { WebSocketServer } from 'ws'

/** What resolvers get. */
export interface Context {
  user: string
}

/** Serves a subgraph over HTTP, and its subscriptions over graphql-transport-ws, at a free port; resolves with its URL. */
export async function serve(name: string, resolvers: GraphQLResolverMap<Context>): Promise<string> {
  const typeDefs = parse(readFileSync(new URL(`${name}.graphql`, import.meta.url), 'utf8'))
  const schema = buildSubgraphSchema([{ typeDefs, resolvers }])
  const context = ({ headers }: { headers: object }) => ({
    user: new Headers({ ...headers }).get('x-user') ?? 'nobody',
  })
  const handle = createHandler({ schema, context })
  const server = createServer((request, response) => void handle(request, response))
  useServer({ schema }, new WebSocketServer({ server }))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not listening on a TCP port')
  return `http://127.0.0.1:${address.port}/graphql`
}
