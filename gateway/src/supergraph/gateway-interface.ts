import type { GatewayInterface, GatewaySchemaLoadOrUpdateCallback } from '@apollo/server-gateway-interface'
import type { Identity } from '@colloquy/platform/identity'
import type { ExecutionResult } from 'graphql'
import type { FederationRequest } from './federation.ts'
import type { Generation } from './generation.ts'

/** What Apollo Server's context value must carry. */
export interface GatewayContext {
  identity: Identity
  /** Aborted when nobody waits for the answer any more. */
  signal?: AbortSignal
}

/** {@link GatewayInterface}, and the door through which a new generation reaches Apollo Server. */
export interface GatewayBridge {
  gatewayInterface: GatewayInterface
  announce: (generation: Generation) => void
}

/** Makes what `new ApolloServer({ gateway })` takes, so that HTTP requests go through the federation. */
export function createGatewayBridge(
  current: () => Generation,
  execute: (request: FederationRequest) => Promise<ExecutionResult>,
): GatewayBridge {
  const listeners = new Set<GatewaySchemaLoadOrUpdateCallback>()
  const announce = ({ schema, supergraphSdl }: Generation) => {
    for (const listener of listeners) listener({ apiSchema: schema, coreSupergraphSdl: supergraphSdl })
  }
  return {
    announce,
    gatewayInterface: {
      onSchemaLoadOrUpdate(listener) {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
      async load() {
        announce(current())
        return {
          executor: ({ document, operationName, request, context }) => {
            const { identity, signal } = contextOf(context)
            return execute({ document, operationName, variables: request.variables ?? {}, identity, signal })
          },
        }
      },
      async stop() {
        listeners.clear()
      },
    },
  }
}

function contextOf({ identity, signal }: Partial<GatewayContext>): GatewayContext {
  if (identity) return { identity, signal }
  throw new Error("Apollo Server's context carries no identity.")
}
