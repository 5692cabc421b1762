import type { MountedSubgraph } from '@colloquy/platform/mounted-subgraph'
import { execute, getArgumentValues, GraphQLError, Kind } from 'graphql'
import { coerceVariables } from '../supergraph/variables.ts'
import type { EventRequest, EventSource } from './event-source.ts'
import { pick } from './pick.ts'

/** The events of a subgraph in this process: an event is the value of the root field, which its schema then resolves. */
export function createMountedSource({ schema, fields, createContext }: MountedSubgraph): EventSource {
  return {
    isShared: true,
    async open(request, stream) {
      const name = request.primary.field.name.value
      const field = fields[name]
      if (!field) throw new GraphQLError(`The field Subscription.${name} has no source of events.`)
      return field.open({ args: argumentsOf(request), identity: request.identity }, stream)
    },
    async answer(event, { primary, variables, identity }) {
      return execute({
        schema,
        document: primary.document,
        rootValue: { [primary.field.name.value]: event },
        contextValue: createContext(identity),
        variableValues: pick(variables, primary.variableUsages),
      })
    },
  }

  function argumentsOf({ primary, variables }: EventRequest): Record<string, unknown> {
    const definition = schema.getSubscriptionType()?.getFields()[primary.field.name.value]
    const [operation] = primary.document.definitions
    if (!definition || operation?.kind !== Kind.OPERATION_DEFINITION) throw new GraphQLError('No such subscription.')
    const given = pick(variables, primary.variableUsages)
    const coerced = coerceVariables(schema, operation.variableDefinitions, given)
    if (coerced.errors) throw new AggregateError(coerced.errors)
    try {
      return getArgumentValues(definition, primary.field, coerced.variables)
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error
      const { message, nodes, originalError } = error
      throw new GraphQLError(message, { nodes, originalError, extensions: { code: 'BAD_USER_INPUT' } })
    }
  }
}
