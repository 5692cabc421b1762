import type { ExecutionResult } from 'graphql'
import { graphQLErrorsOf } from '../supergraph/errors.ts'
import { executePlan } from '../supergraph/execute-plan.ts'
import type { Shape } from './shape.ts'
import type { SubscriptionsOptions } from './subscriptions.ts'

/** Makes the bytes of the result that an event means in a shape; never rejects. */
export type Render = (event: object, shape: Shape) => Promise<Buffer>

/**
 * Makes the renderer. The event's subgraph turns it into the answer of the plan's primary fetch; from there on it is as
 * with a query: the executor asks the other subgraphs, completes the result, and reports what failed.
 */
export function createRenderer({
  subgraph,
  formatError,
  observer,
  logger,
}: Pick<SubscriptionsOptions, 'subgraph' | 'formatError' | 'observer' | 'logger'>): Render {
  const execute = async (event: object, shape: Shape): Promise<ExecutionResult> => {
    const { operation, variables, identity, isShared } = shape
    const { primary, perEvent } = operation.events
    observer?.executed(isShared)
    const source = subgraph(operation.generation, primary.subgraph)?.events
    if (!source) throw new Error(`There is no subgraph "${primary.subgraph}" any more.`)
    const answer = await source.answer(event, { primary, variables, identity })
    return executePlan({
      operation,
      plan: perEvent,
      variables,
      identity,
      subgraph: (name) => subgraph(operation.generation, name)?.[isShared ? 'askShared' : 'ask'],
      answered: { operation: primary.operation, answer },
      logger,
    })
  }
  const result = async (event: object, shape: Shape): Promise<ExecutionResult> => {
    try {
      return await execute(event, shape)
    } catch (error) {
      return { data: null, errors: graphQLErrorsOf(error) }
    }
  }
  return async (event, shape) => {
    const { data, errors } = await result(event, shape)
    try {
      return toBuffer(errors ? { data, errors: errors.map(formatError) } : { data })
    } catch (error) {
      logger.error({ err: error }, 'a result could not be written as JSON')
      return toBuffer(UNSPEAKABLE)
    }
  }
}

const toBuffer = (result: object) => Buffer.from(JSON.stringify(result))

const UNSPEAKABLE = {
  data: null,
  errors: [{ message: 'The result cannot be shown.', extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
}
