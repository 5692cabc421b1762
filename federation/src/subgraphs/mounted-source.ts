import { execute, getArgumentValues, GraphQLError, Kind } from 'graphql'
import { coerceVariables } from '../plan/variables.ts'
import { FederationError } from '../plan/errors.ts'
import { pick } from '../plan/pick.ts'
import type { EventRequest, EventSource } from './event-source.ts'
import type { MountedSubgraph } from './mounted.ts'

/** The events of a subgraph in this process: an event is the value of the root field, which its schema then resolves. */
export function createMountedSource<Viewer>({
  schema,
  fields,
  createContext,
}: MountedSubgraph<Viewer>): EventSource<Viewer> {
  return {
    isShared: true,
    async open(request, stream) {
      const name = request.primary.field.name.value
      const field = fields[name]
      if (!field) throw new Error(`The field Subscription.${name} has no source of events.`)
      return field.open({ args: argumentsOf(request), viewer: request.viewer }, stream)
    },
    async answer(event, { primary, variables, viewer }) {
      return execute({
        schema,
        document: primary.document,
        rootValue: { [primary.field.name.value]: event },
        contextValue: createContext(viewer),
        variableValues: pick(variables, primary.variableUsages),
      })
    },
    valueOf: (event) => event,
  }

  function argumentsOf({ primary, variables }: EventRequest<Viewer>): Record<string, unknown> {
    const definition = schema.getSubscriptionType()?.getFields()[primary.field.name.value]
    const [operation] = primary.document.definitions
    if (!definition || operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('There is no such subscription.')
    const given = pick(variables, primary.variableUsages)
    const coerced = coerceVariables(schema, operation.variableDefinitions, given)
    if (coerced.errors) throw new AggregateError(coerced.errors)
    try {
      return getArgumentValues(definition, primary.field, coerced.variables)
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error
      const { message, nodes, originalError } = error
      throw new FederationError('BAD_USER_INPUT', message, { nodes, originalError })
    }
  }
}
