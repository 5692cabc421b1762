import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { buildSubgraphSchema } from '@apollo/subgraph'
import type { GraphQLResolverMap } from '@apollo/subgraph'
import { execute, parse, subscribe } from 'graphql'
import type { GraphQLSchema } from 'graphql'
import { useServer } from 'graphql-ws/use/ws'
import { WebSocketServer } from 'ws'
import { z } from 'zod'
import { listen } from './listen.ts'

/** What one request asked of a subgraph, and who asked. */
interface RecordedRequest {
  query: string
  variables: Record<string, unknown>
  asker: string | undefined
}

/** What resolvers of the fixtures get. */
export interface FixtureContext {
  asker: string | undefined
}

export interface SubgraphServer extends AsyncDisposable {
  url: string
  requests: RecordedRequest[]
  /** Ends every socket, as a subgraph does that dies, or shuts down in order. */
  loseSockets: (how: 'drop' | 'close') => void
  /** How many sockets are open. */
  connections: () => number
  /** From now on requests wait, until what it returns is called. */
  pause: () => () => void
}

const body = z.object({
  query: z.string(),
  operationName: z.string().optional(),
  variables: z.record(z.string(), z.unknown()).default({}),
})

export function buildSubgraph(typeDefs: string, resolvers: GraphQLResolverMap<FixtureContext>): GraphQLSchema {
  return buildSubgraphSchema([{ typeDefs: parse(typeDefs), resolvers }])
}

/** Serves a subgraph over HTTP, and its subscriptions over graphql-transport-ws, at the same URL. */
export async function serveSubgraph(schema: GraphQLSchema): Promise<SubgraphServer> {
  const requests: RecordedRequest[] = []
  let gate = Promise.resolve()
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { query, operationName, variables } = body.parse(JSON.parse(Buffer.concat(chunks).toString()))
    const asker = request.headers['x-asker']?.toString()
    requests.push({ query, variables, asker })
    await gate
    const contextValue: FixtureContext = { asker }
    const document = parse(query)
    const result = await execute({ schema, document, variableValues: variables, operationName, contextValue })
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result))
  }
  const server = createServer((request, response) => void answer(request, response))
  const sockets = new WebSocketServer({ server })
  const graphql = useServer(
    {
      schema,
      execute,
      subscribe,
      context: (_, __, { extensions }): FixtureContext => ({ asker: askerOf(extensions) }),
    },
    sockets,
  )
  const url = `${await listen(server)}/graphql`
  return {
    url,
    requests,
    loseSockets(how) {
      for (const socket of sockets.clients) {
        if (how === 'drop') socket.terminate()
        else socket.close(1000)
      }
    },
    connections: () => sockets.clients.size,
    pause() {
      const { promise, resolve } = Promise.withResolvers<void>()
      gate = promise
      return resolve
    },
    async [Symbol.asyncDispose]() {
      if (!server.listening) return
      await graphql.dispose()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function askerOf(extensions: unknown): string | undefined {
  return z.object({ headers: z.object({ 'x-asker': z.string() }) }).safeParse(extensions).data?.headers['x-asker']
}
