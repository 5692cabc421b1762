import type { Identity } from '@colloquy/platform/identity'
import type { Logger } from '@colloquy/platform/logger'
import type { TopicHub } from '@colloquy/platform/mounted-subgraph'
import { GraphQLError } from 'graphql'
import type { GraphQLFormattedError, ExecutionResult } from 'graphql'
import { graphQLErrorsOf } from '../supergraph/errors.ts'
import { executePlan } from '../supergraph/execute-plan.ts'
import type { SubscriptionOperation } from '../supergraph/operation.ts'
import type { AskSubgraph } from '../supergraph/subgraph.ts'
import type { Variables } from '../supergraph/variables.ts'
import type { EventRequest, EventSource } from './event-source.ts'
import { createShape, shapeKey } from './shape.ts'
import type { Shape } from './shape.ts'
import { createTopics } from './topics.ts'
import { createViewer } from './viewer.ts'
import type { ResultSink, Viewer } from './viewer.ts'

/** The running subscriptions of this process. */
export interface Subscriptions extends Disposable {
  hub: TopicHub
  /**
   * Starts one; resolves with its teardown when it is live.
   * @throws GraphQLError, DomainError or an AggregateError of them when it is refused
   */
  start: (request: SubscriptionRequest, sink: ResultSink) => Promise<() => void>
  /**
   * Lets a new supergraph take effect: subscriptions whose operation it leaves as it was go on under it, the others end
   * with SUBSCRIPTION_SCHEMA_RELOAD, spread over time so that not all their clients come back at once.
   * @param renew the operation under the new supergraph; null when it is not what it was
   */
  reload: (renew: (operation: SubscriptionOperation) => SubscriptionOperation | null) => void
}

export interface SubscriptionRequest {
  operation: SubscriptionOperation
  /** As the operation declares them. */
  variables: Variables
  identity: Identity
  /** Aborted when the viewer has gone, also while the subscription is only starting. */
  signal?: AbortSignal
}

export interface SubscriptionsOptions {
  /** Where the events of a subgraph come from. */
  source: (subgraph: string) => EventSource | undefined
  /** How to ask a subgraph for the rest; `shared` when the answer goes to many viewers. */
  subgraph: (name: string, shared: boolean) => AskSubgraph | undefined
  sharedIdentity: Identity
  viewerKey: (identity: Identity) => string
  formatError: (error: GraphQLError) => GraphQLFormattedError
  /** Over how long the end of subscriptions is spread when a new supergraph changes them. */
  reloadSpreadMs: number
  logger: Logger
}

/** Makes the part that runs subscriptions. Disposing it ends them all. */
export function createSubscriptions(options: SubscriptionsOptions): Subscriptions {
  const { source, subgraph, sharedIdentity, viewerKey, formatError, reloadSpreadMs, logger } = options
  const topics = createTopics()
  const shapes = new Map<string, Shape>()
  const viewers = new Map<Shape, Set<Viewer>>()

  return {
    hub: topics,
    async start({ operation, variables, identity, signal }, sink) {
      const events = source(operation.events.primary.subgraph)
      if (!events) throw new GraphQLError(`The subgraph ${operation.events.primary.subgraph} has no events.`)
      const shape = shapeOf(operation, variables, identity)
      const viewer = createViewer(shape, topics, sink, logger)
      enter(shape, viewer)
      signal?.addEventListener('abort', viewer.close, { once: true })
      viewer.whenClosed(() => signal?.removeEventListener('abort', viewer.close))
      if (signal?.aborted) viewer.close()
      try {
        const teardown = await events.open({ primary: operation.events.primary, variables, identity }, viewer.stream)
        viewer.whenClosed(teardown)
      } catch (error) {
        // Whoever has been told of the end already, or has gone, is not told again.
        if (!viewer.stream.closed) {
          viewer.close()
          throw error
        }
      }
      return viewer.close
    },
    reload(renew) {
      for (const shape of [...shapes.values()]) {
        const renewed = renew(shape.operation)
        if (renewed) shape.operation = renewed
        else {
          shapes.delete(shape.key)
          endSlowly(viewers.get(shape) ?? new Set())
        }
      }
    },
    [Symbol.dispose]() {
      for (const viewer of [...viewers.values()].flatMap((each) => [...each])) viewer.stream.end()
    },
  }

  /** The shape that a subscription shares, or a new one. */
  function shapeOf(operation: SubscriptionOperation, variables: Variables, identity: Identity): Shape {
    const shared = !operation.perViewer
    const key = shapeKey(operation, variables, shared ? null : viewerKey(identity))
    const known = shapes.get(key)
    if (known) return known
    const who = shared ? sharedIdentity : identity
    const shape = createShape({ key, operation, variables, identity: who, shared, execute, serialise })
    shapes.set(key, shape)
    return shape
  }

  /** A shape lives as long as somebody has it. */
  function enter(shape: Shape, viewer: Viewer): void {
    const members = viewers.get(shape) ?? new Set<Viewer>()
    viewers.set(shape, members.add(viewer))
    viewer.whenClosed(() => {
      members.delete(viewer)
      if (members.size > 0) return
      viewers.delete(shape)
      if (shapes.get(shape.key) === shape) shapes.delete(shape.key)
    })
  }

  async function execute(event: object, shape: Shape): Promise<ExecutionResult> {
    const { operation, variables, identity, shared } = shape
    const { primary, perEvent } = operation.events
    const request: EventRequest = { primary, variables, identity }
    try {
      const answer = await source(primary.subgraph)?.answer(event, request)
      if (!answer) throw new Error(`The subgraph ${primary.subgraph} is gone.`)
      return await executePlan({
        operation,
        plan: perEvent,
        variables,
        identity,
        subgraph: (name) => subgraph(name, shared),
        answered: { operation: primary.operation, answer },
        logger,
      })
    } catch (error) {
      return { data: null, errors: graphQLErrorsOf(error) }
    }
  }

  function serialise({ data, errors }: ExecutionResult): Buffer {
    return Buffer.from(JSON.stringify(errors ? { data, errors: errors.map(formatError) } : { data }))
  }

  function endSlowly(ending: ReadonlySet<Viewer>): void {
    for (const [index, viewer] of [...ending].entries()) {
      const end = () => viewer.stream.end(schemaChanged())
      const timer = setTimeout(end, (reloadSpreadMs * index) / ending.size)
      viewer.whenClosed(() => clearTimeout(timer))
    }
  }
}

const schemaChanged = () =>
  new GraphQLError('The schema has changed. Subscribe again, from the last event received.', {
    extensions: { code: 'SUBSCRIPTION_SCHEMA_RELOAD' },
  })
