import type { ExecutionResult } from 'graphql'
import { graphQLErrorsOf } from '../plan/errors.ts'
import { executePlan } from '../subgraphs/execute-plan.ts'
import { createEventCompiler } from './compiled-event.ts'
import { toFormatted } from './format-error.ts'
import type { Shape } from './shape.ts'
import type { SubscriptionsOptions } from './subscriptions.ts'

/** Makes the bytes of the result that an event means in a shape; never rejects. */
export type Render<Viewer> = (event: object, shape: Shape<Viewer>) => Promise<Buffer>

type RendererOptions<Viewer> = Pick<SubscriptionsOptions<Viewer>, 'subgraph' | 'formatError' | 'observer' | 'logger'>

/**
 * Makes the renderer. An event for which all is at hand is made at once by what its shape was compiled to; all others in the
 * general way, which tells of errors too.
 */
export function createRenderer<Viewer>(options: RendererOptions<Viewer>): Render<Viewer> {
  const compiled = createEventCompiler(options)
  const execute = createExecutor(options)
  return async (event, shape) => {
    options.observer?.executed(shape.isShared)
    const data = compiled(event, shape)
    return data === undefined ? execute(event, shape) : Buffer.from(`{"data":${data}}`)
  }
}

/**
 * Makes the general way. The event's subgraph turns it into the answer of the plan's primary fetch; from there on it is as
 * with a query: the executor asks the other subgraphs, completes the result, and reports what failed.
 */
export function createExecutor<Viewer>({
  subgraph,
  formatError,
  logger,
}: Omit<RendererOptions<Viewer>, 'observer'>): Render<Viewer> {
  const execute = async (event: object, shape: Shape<Viewer>): Promise<ExecutionResult> => {
    const { operation, variables, viewer, isShared } = shape
    const { primary, perEvent } = operation.events
    const source = subgraph(operation.generation, primary.subgraph)?.events
    if (!source) throw new Error(`There is no subgraph "${primary.subgraph}" any more.`)
    const answer = await source.answer(event, { primary, variables, viewer })
    return executePlan({
      operation,
      plan: perEvent,
      variables,
      viewer,
      subgraph: (name) => subgraph(operation.generation, name)?.[isShared ? 'askShared' : 'ask'],
      answered: { operation: primary.operation, answer },
      logger,
    })
  }
  const result = async (event: object, shape: Shape<Viewer>): Promise<ExecutionResult> => {
    try {
      return await execute(event, shape)
    } catch (error) {
      return { data: null, errors: graphQLErrorsOf(error) }
    }
  }
  return async (event, shape) => {
    const { data, errors } = await result(event, shape)
    try {
      return toBuffer(errors ? { data, errors: errors.map((error) => toFormatted(error, formatError)) } : { data })
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
