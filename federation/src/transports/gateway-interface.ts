import type { GatewayInterface, GatewaySchemaLoadOrUpdateCallback } from '@apollo/server-gateway-interface'
import type { Engine } from '../live/engine.ts'
import type { Generation } from '../plan/generation.ts'

type LoadedGateway = Awaited<ReturnType<GatewayInterface['load']>>

/**
 * Makes what `new ApolloServer({ gateway })` takes: it tells Apollo Server of the engine's schema and of each that follows, and
 * has its operations run.
 */
export function createGatewayInterface<Viewer>(
  engine: Pick<Engine<Viewer>, 'generation' | 'onReplaced'>,
  executor: NonNullable<LoadedGateway['executor']>,
): GatewayInterface {
  const listeners = new Set<GatewaySchemaLoadOrUpdateCallback>()
  const announce = ({ schema, supergraphSdl }: Generation) => {
    for (const listener of listeners) listener({ apiSchema: schema, coreSupergraphSdl: supergraphSdl })
  }
  engine.onReplaced(announce)
  return {
    onSchemaLoadOrUpdate(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async load() {
      announce(engine.generation)
      return { executor }
    },
    async stop() {
      listeners.clear()
    },
  }
}
