import { execute, getArgumentValues, GraphQLError, Kind } from 'graphql'
import { coerceVariables } from '../plan/variables.ts'
import { FederationError } from '../plan/errors.ts'
import { pick } from '../plan/pick.ts'
import { compileAnswer } from './compiled-answer.ts'
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
    compile(request) {
      const { root, operation, variables } = operationOf(request)
      const answer = compileAnswer({ schema, fragments: {}, variables }, root, operation)
      const name = request.primary.field.name.value
      return (event, viewer) => answer({ [name]: event }, createContext(viewer))
    },
    valueOf: (event) => event,
  }

  function operationOf({ primary, variables }: Pick<EventRequest<Viewer>, 'primary' | 'variables'>) {
    const root = schema.getSubscriptionType()
    const [operation] = primary.document.definitions
    if (!root || operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('There is no such subscription.')
    const given = pick(variables, primary.variableUsages)
    const coerced = coerceVariables(schema, operation.variableDefinitions, given)
    if (coerced.errors) throw new AggregateError(coerced.errors)
    return { root, operation, variables: coerced.variables }
  }

  function argumentsOf(request: EventRequest<Viewer>): Record<string, unknown> {
    const { field } = request.primary
    const { root, variables } = operationOf(request)
    const definition = root.getFields()[field.name.value]
    if (!definition) throw new Error('There is no such subscription.')
    try {
      return getArgumentValues(definition, field, variables)
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error
      const { message, nodes, originalError } = error
      throw new FederationError('BAD_USER_INPUT', message, { nodes, originalError })
    }
  }
}
