import { compileCompletion } from '../plan/completion.ts'
import type { Logger } from '../plan/logger.ts'
import { compileFetches } from '../subgraphs/compiled-fetches.ts'
import type { Shape } from './shape.ts'
import type { SubscriptionsOptions } from './subscriptions.ts'

/**
 * Makes the data of a result at once, as JSON: the same that the executor would answer. Undefined where something has to be asked
 * or fails, or the shape is not compiled: the general way is gone then, from the beginning.
 */
export type CompiledEvent = (event: object) => string | undefined

/** Compiles what events of a shape become; null where no event could be made at once. */
function compileEvent<Viewer>(
  { operation, variables, viewer, isShared }: Shape<Viewer>,
  { subgraph }: Pick<SubscriptionsOptions<Viewer>, 'subgraph'>,
): CompiledEvent | null {
  const { context, generation, events } = operation
  const { primary, rest, isRewritten } = events
  const { schema, supergraphSchema } = generation
  const root = schema.getSubscriptionType()
  const source = subgraph(generation, primary.subgraph)?.events
  if (!source || !root || isRewritten) return null
  const selecting = { schema, fragments: context.fragments, variables }
  const write = compileCompletion(selecting, root, context.operation.selectionSet)
  const fill = compileFetches(rest, {
    variables,
    schema: supergraphSchema,
    // What is one viewer's alone is asked in their name each time.
    known: (name, ...question) => (isShared ? (subgraph(generation, name)?.known(...question) ?? null) : null),
  })
  if (!write || !fill) return null
  const answer = source.compile({ primary, variables })
  return (event) => {
    const data = answer(event, viewer)
    return data && fill([data]) ? write(data) : undefined
  }
}

/** Makes the compiler of shapes: each is compiled at its first event, and again when a new generation renews its operation. */
export function createEventCompiler<Viewer>(
  options: Pick<SubscriptionsOptions<Viewer>, 'subgraph' | 'logger'>,
): (event: object, shape: Shape<Viewer>) => string | undefined {
  const compiled = new WeakMap<Shape<Viewer>['operation'], WeakMap<Shape<Viewer>, CompiledEvent | null>>()
  const compile = (shape: Shape<Viewer>): CompiledEvent | null => {
    try {
      return compileEvent(shape, options)
    } catch (error) {
      warn(options.logger, error)
      return null
    }
  }
  return (event, shape) => {
    const ofOperation = compiled.get(shape.operation) ?? new WeakMap<Shape<Viewer>, CompiledEvent | null>()
    compiled.set(shape.operation, ofOperation)
    let make = ofOperation.get(shape)
    if (make === undefined) {
      make = compile(shape)
      ofOperation.set(shape, make)
    }
    try {
      return make?.(event)
    } catch (error) {
      warn(options.logger, error)
      return undefined
    }
  }
}

const warn = (logger: Logger, error: unknown) =>
  logger.warn({ err: error }, 'the general way is gone, because the compiled one failed')
