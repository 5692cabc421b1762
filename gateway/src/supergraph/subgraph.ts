import type { GatewayGraphQLResponse } from '@apollo/server-gateway-interface'
import type { Identity } from '@colloquy/platform/identity'

/** One fetch of a query plan. */
export interface SubgraphRequest {
  query: string
  operationName: string | undefined
  variables: Record<string, unknown>
  /** On whose behalf. */
  identity: Identity
  /** Aborted when nobody waits for the answer any more. */
  signal?: AbortSignal
  /** For how long a subgraph that is away is asked again; as long as it may take for an answer, unless said otherwise. */
  askAgainForMs?: number
}

/** What a subgraph answers. The caller may change it: the executor merges other answers into it. */
export type SubgraphAnswer = Pick<GatewayGraphQLResponse, 'data' | 'errors'>

/** Asks a subgraph; rejects when it gives no GraphQL answer. */
export type AskSubgraph = (request: SubgraphRequest) => Promise<SubgraphAnswer>
