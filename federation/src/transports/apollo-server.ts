import type { GatewayInterface } from '@apollo/server-gateway-interface'
import type { Engine } from '../live/engine.ts'
import { graphQLErrorsOf } from '../plan/errors.ts'
import { createGatewayInterface } from './gateway-interface.ts'
import type { Requests } from './requests.ts'

/** What the context value must carry of an Apollo Server that is not the federation's own. */
export interface GatewayContext<Viewer> {
  viewer: Viewer
  /** Aborted when nobody waits for the answer any more. */
  signal?: AbortSignal
}

/** Makes the gateway of an Apollo Server that is there already: its operations pass the limits and costs of all others. */
export function createGatewayForApolloServer<Viewer>(
  engine: Engine<Viewer>,
  requests: Requests<Viewer>,
): GatewayInterface {
  return createGatewayInterface(engine, async ({ source, operationName, request, context }) => {
    const { viewer, signal } = contextOf<Viewer>(context)
    try {
      requests.charge(viewer)
      const operation = await requests.admit(viewer, { query: source, operationName, variables: request.variables })
      return await requests.execute(viewer, operation, signal)
    } catch (error) {
      return { errors: graphQLErrorsOf(error) }
    }
  })
}

function contextOf<Viewer>(context: Partial<GatewayContext<Viewer>>): GatewayContext<Viewer> {
  const { viewer, signal } = context
  if (viewer !== undefined) return { viewer, signal }
  throw new Error("Apollo Server's context carries no viewer.")
}
