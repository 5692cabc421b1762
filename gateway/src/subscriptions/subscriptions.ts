import type { Identity } from '@colloquy/platform/identity'
import type { Logger } from '@colloquy/platform/logger'
import type { TopicHub } from '@colloquy/platform/mounted-subgraph'
import { createTurns } from '@colloquy/platform/turns'
import { GraphQLError } from 'graphql'
import type { GraphQLFormattedError } from 'graphql'
import type { Generation } from '../supergraph/generation.ts'
import type { SubscriptionOperation } from '../supergraph/operation.ts'
import type { Subgraph } from '../supergraph/subgraphs.ts'
import type { Variables } from '../supergraph/variables.ts'
import { schemaChanged } from './errors.ts'
import type { SubscriptionObserver } from './observer.ts'
import { createRenderer } from './render.ts'
import { createResultCache } from './result-cache.ts'
import type { ResultCacheOptions } from './result-cache.ts'
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
  subgraph: (generation: Generation, name: string) => Subgraph | undefined
  /** Under whose name events are rendered that many viewers share. */
  sharedIdentity: Identity
  /** Equal for viewers who may share what is theirs alone. */
  viewerKey: (identity: Identity) => string
  formatError: (error: GraphQLError) => GraphQLFormattedError
  /** Over how long the end of subscriptions is spread when a new supergraph changes them. */
  reloadSpreadMs: number
  /** How long a reader may take nothing of what it missed before its subscription ends. */
  stallMs: number
  /** How many events are rendered at the same time that are sent to one viewer alone, such as those it missed. */
  replaysAtOnce: number
  /** What is kept of results that others may want a moment later. */
  recentResults: ResultCacheOptions
  observer?: SubscriptionObserver
  logger: Logger
}

/** Makes the part that runs subscriptions. Disposing it ends them all. */
export function createSubscriptions(options: SubscriptionsOptions): Subscriptions {
  const { subgraph, sharedIdentity, viewerKey, reloadSpreadMs, stallMs, observer, logger } = options
  const render = createRenderer(options)
  const openResults = createResultCache(options.recentResults)
  const inTurn = createTurns(options.replaysAtOnce)
  const topics = createTopics()
  /** What new subscriptions may share, by key. */
  const shapes = new Map<string, Shape>()
  /** All that run, with those whose shape is of an earlier generation. */
  const running = new Map<Shape, Set<Viewer>>()

  return {
    hub: topics,
    async start({ operation, variables, identity, signal }, sink) {
      const { primary } = operation.events
      const source = subgraph(operation.generation, primary.subgraph)?.events
      if (!source) throw new GraphQLError(`There is no subgraph "${primary.subgraph}".`)
      const isShared = source.isShared && !operation.perViewer
      const shape = shapeOf(operation, variables, isShared ? null : identity)
      const viewer = enter(shape, sink)
      signal?.addEventListener('abort', viewer.close, { once: true })
      viewer.whenClosed(() => signal?.removeEventListener('abort', viewer.close))
      if (signal?.aborted) viewer.close()
      try {
        viewer.whenClosed(await source.open({ primary, variables, identity }, viewer.stream))
        observer?.started(primary.field.name.value, isShared)
      } catch (error) {
        // Who has gone, or has been told of the end already, is told nothing more.
        if (viewer.stream.closed) return viewer.close
        viewer.close()
        throw error
      }
      return viewer.close
    },
    reload(renew) {
      for (const shape of shapes.values()) {
        const operation = renew(shape.operation)
        if (operation) shape.operation = operation
        else {
          shapes.delete(shape.key)
          endSlowly(running.get(shape) ?? new Set())
        }
      }
    },
    [Symbol.dispose]() {
      for (const viewers of running.values()) for (const viewer of viewers) viewer.stream.end()
    },
  }

  /**
   * The shape that a subscription shares with others, or a new one.
   * @param viewer null when its events mean the same to all
   */
  function shapeOf(operation: SubscriptionOperation, variables: Variables, viewer: Identity | null): Shape {
    const key = shapeKey(operation, variables, viewer && viewerKey(viewer))
    const known = shapes.get(key)
    if (known) return known
    const identity = viewer ?? sharedIdentity
    const shape = createShape({ key, operation, variables, identity, isShared: !viewer }, render, openResults())
    shapes.set(key, shape)
    return shape
  }

  /** Counts a viewer in, until it is closed; a shape lives as long as somebody has it. */
  function enter(shape: Shape, sink: ResultSink): Viewer {
    const viewer = createViewer({ shape, topics, sink, stallMs, inTurn, logger })
    const viewers = running.get(shape) ?? new Set<Viewer>()
    running.set(shape, viewers.add(viewer))
    viewer.whenClosed(() => {
      viewers.delete(viewer)
      if (viewers.size > 0) return
      running.delete(shape)
      if (shapes.get(shape.key) === shape) shapes.delete(shape.key)
    })
    return viewer
  }

  function endSlowly(viewers: ReadonlySet<Viewer>): void {
    for (const [index, viewer] of [...viewers].entries()) {
      const end = () => viewer.stream.end(schemaChanged())
      const timer = setTimeout(end, (reloadSpreadMs * index) / viewers.size)
      viewer.whenClosed(() => clearTimeout(timer))
    }
  }
}
