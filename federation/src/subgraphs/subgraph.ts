import type { GatewayGraphQLResponse } from '@apollo/server-gateway-interface'

/** One fetch of a query plan. */
export interface SubgraphRequest<Viewer> {
  query: string
  operationName: string | undefined
  variables: Record<string, unknown>
  /** On whose behalf. */
  viewer: Viewer
  /** Aborted when nobody waits for the answer any more. */
  signal?: AbortSignal
  /** For how long a subgraph that is away is asked again; as long as it may take for an answer, unless said otherwise. */
  askAgainForMs?: number
}

/** What a subgraph answers. The caller may change it: the executor merges other answers into it. */
export type SubgraphAnswer = Pick<GatewayGraphQLResponse, 'data' | 'errors'>

/** Asks a subgraph; rejects when it gives no GraphQL answer. */
export type AskSubgraph<Viewer> = (request: SubgraphRequest<Viewer>) => Promise<SubgraphAnswer>
