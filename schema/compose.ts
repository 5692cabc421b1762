import { composeServices } from '@apollo/composition'
import { Supergraph } from '@apollo/federation-internals'
import { parse, printSchema } from 'graphql'
import { describeScopes } from './describe-scopes.ts'
import { readSubgraphSdl } from './src/subgraph-sdl.ts'

/** The subgraphs, in the order in which they are composed, and where each listens in the local stack. */
const routingUrls = {
  users: 'http://127.0.0.1:4001/graphql',
  chat: 'http://127.0.0.1:4002/graphql',
  realtime: 'mounted:realtime',
} as const

export type SubgraphName = keyof typeof routingUrls
export const subgraphFolder = (name: SubgraphName): URL => new URL(`../subgraphs/${name}/src/`, import.meta.url)
export const subgraphNames: readonly SubgraphName[] = ['users', 'chat', 'realtime']

/**
 * Composes the subgraphs.
 * @returns the supergraph for the gateway and the schema that clients see
 * @throws Error with every problem that composition finds
 */
export async function compose(): Promise<{ supergraphSdl: string; apiSdl: string }> {
  const services = await Promise.all(
    subgraphNames.map(async (name) => ({
      name,
      url: routingUrls[name],
      typeDefs: describeScopes(parse(await readSubgraphSdl(subgraphFolder(name)))),
    })),
  )
  const { supergraphSdl, errors } = composeServices(services)
  if (errors) throw new Error(errors.map(({ message }) => message).join('\n'))
  const api = Supergraph.build(supergraphSdl, { supportedFeatures: null }).apiSchema().toGraphQLJSSchema()
  return { supergraphSdl: `${supergraphSdl}\n`, apiSdl: `${printSchema(api)}\n` }
}
