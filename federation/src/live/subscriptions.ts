import { schemaChanged } from '../plan/errors.ts'
import type { Generation } from '../plan/generation.ts'
import type { Logger } from '../plan/logger.ts'
import type { SubscriptionOperation } from '../plan/operation.ts'
import { meansTheSame } from '../plan/renew-operation.ts'
import type { Variables } from '../plan/variables.ts'
import type { TopicHub } from '../subgraphs/mounted.ts'
import type { Subgraph } from '../subgraphs/subgraphs.ts'
import { createEventIds } from './event-ids.ts'
import type { FormatError } from './format-error.ts'
import type { LiveLimits } from './limits.ts'
import type { SubscriptionObserver } from './observer.ts'
import { createReload, createSpread } from './reload.ts'
import { createRenderer } from './render.ts'
import { createResultCache } from './result-cache.ts'
import { createRunningSubscription } from './running-subscription.ts'
import type { ResultSink, RunningSubscription } from './running-subscription.ts'
import { resumedAfter } from './resumable.ts'
import type { ResumableFields } from './resumable.ts'
import { createShape, shapeKey } from './shape.ts'
import type { Shape } from './shape.ts'
import { createTopics } from './topics.ts'
import { createTurns } from '../plan/turns.ts'

/** The running subscriptions of this process. */
export interface Subscriptions<Viewer> extends Disposable {
  hub: TopicHub
  /** The id of the event that a sink has got, where its field is resumable. */
  eventIdOf: (payload: Buffer) => string | undefined
  /**
   * Starts one; resolves with its teardown when it is live.
   * @throws GraphQLError, or an AggregateError of them, when it is refused
   */
  start: (request: SubscriptionRequest<Viewer>, sink: ResultSink) => Promise<() => void>
  /**
   * Lets a new supergraph take effect, in turns: subscriptions whose operation it leaves as it was go on under it, the others end
   * with SUBSCRIPTION_SCHEMA_RELOAD, spread over time so that not all their clients come back at once. Resolves when it is known
   * of each, or a newer one has arrived.
   */
  reload: (generation: Generation) => Promise<void>
}

export interface SubscriptionRequest<Viewer> {
  operation: SubscriptionOperation
  /** As the operation declares them. */
  variables: Variables
  viewer: Viewer
  /** Of the event to go on after. */
  lastEventId?: string
  /** Aborted when the viewer has gone, also while the subscription is only starting. */
  signal?: AbortSignal
}

export interface SubscriptionsOptions<Viewer> {
  subgraph: (generation: Generation, name: string) => Subgraph<Viewer> | undefined
  /** As whom events are rendered that many viewers share. */
  sharedViewer: Viewer
  /** Equal for viewers who may share what is theirs alone. */
  viewerKey: (viewer: Viewer) => string
  resumable: ResumableFields
  formatError: FormatError
  limits: LiveLimits
  observer?: SubscriptionObserver
  logger: Logger
}

/** Makes the part that runs subscriptions. Disposing it ends them all. */
export function createSubscriptions<Viewer>(options: SubscriptionsOptions<Viewer>): Subscriptions<Viewer> {
  const { subgraph, sharedViewer, viewerKey, limits, observer, logger } = options
  const eventIds = createEventIds(options)
  const render = eventIds.noting(createRenderer(options))
  const openResults = createResultCache(limits)
  const inTurn = createTurns(limits.replaysAtOnce)
  const topics = createTopics()
  /** What new subscriptions may share, by key. */
  const shapes = new Map<string, Shape<Viewer>>()
  /** All that run, with those whose shape is of an earlier generation. */
  const running = new Map<Shape<Viewer>, Set<RunningSubscription>>()
  /** Those of them that a new supergraph ends. */
  const ending = new WeakSet<Shape<Viewer>>()
  const endsInMs = createSpread(limits.reloadSpreadMs)
  const reload = createReload<Shape<Viewer>>((shape) => {
    ending.add(shape)
    forget(shape)
    for (const subscription of running.get(shape) ?? []) endLater(subscription)
  })

  return {
    hub: topics,
    eventIdOf: eventIds.of,
    async start({ operation, variables, viewer, lastEventId, signal }, sink) {
      const { primary: asked } = operation.events
      const primary =
        lastEventId === undefined ? asked : resumedAfter(options.resumable, { primary: asked, variables }, lastEventId)
      const source = subgraph(operation.generation, primary.subgraph)?.events
      if (!source) throw new Error(`There is no subgraph "${primary.subgraph}".`)
      const isShared = source.isShared && !operation.perViewer
      const shape = shapeOf(operation, variables, isShared ? null : { viewer })
      const subscription = enter(shape, sink)
      const { stream, close, whenClosed } = subscription
      signal?.addEventListener('abort', close, { once: true })
      whenClosed(() => signal?.removeEventListener('abort', close))
      if (signal?.aborted) close()
      try {
        whenClosed(await source.open({ primary, variables, viewer }, stream))
        observer?.started(primary.field.name.value, isShared)
      } catch (error) {
        // Who has gone, or has been told of the end already, is told nothing more.
        if (stream.closed) return close
        close()
        throw error
      }
      return close
    },
    reload: (generation) =>
      reload.to(
        generation,
        [...running.keys()].filter((shape) => !ending.has(shape)),
      ),
    [Symbol.dispose]() {
      reload[Symbol.dispose]()
      for (const group of running.values()) for (const { stream } of group) stream.end()
    },
  }

  /**
   * The shape that a subscription shares with others, or a new one.
   * @param alone for whom alone its events mean what they mean; null when they mean the same to all
   */
  function shapeOf(
    operation: SubscriptionOperation,
    variables: Variables,
    alone: { viewer: Viewer } | null,
  ): Shape<Viewer> {
    const key = shapeKey(operation, variables, alone && viewerKey(alone.viewer))
    const known = shapes.get(key)
    if (known && isAsNew(known, operation)) return known
    const { viewer } = alone ?? { viewer: sharedViewer }
    const shape = createShape({ key, operation, variables, viewer, isShared: !alone }, render, openResults())
    shapes.set(key, shape)
    return shape
  }

  /** One whose turn in a reload has not come moves over with whoever asks for the same, or leaves its place to them. */
  function isAsNew(shape: Shape<Viewer>, operation: SubscriptionOperation): boolean {
    if (shape.operation.generation === operation.generation) return true
    if (!meansTheSame(shape.operation, operation)) return false
    shape.operation = operation
    return true
  }

  /** Counts a subscription in, until it is closed; a shape lives as long as somebody has it. */
  function enter(shape: Shape<Viewer>, sink: ResultSink): RunningSubscription {
    const subscription = createRunningSubscription({
      shape,
      topics,
      sink,
      stallMs: limits.stalledReplayMs,
      inTurn,
      logger,
    })
    const group = running.get(shape) ?? new Set<RunningSubscription>()
    running.set(shape, group.add(subscription))
    subscription.whenClosed(() => {
      group.delete(subscription)
      if (group.size > 0) return
      running.delete(shape)
      forget(shape)
    })
    return subscription
  }

  /** Nobody shares it any more. */
  function forget(shape: Shape<Viewer>): void {
    if (shapes.get(shape.key) === shape) shapes.delete(shape.key)
  }

  function endLater({ stream, whenClosed }: RunningSubscription): void {
    const timer = setTimeout(() => stream.end(schemaChanged()), endsInMs())
    whenClosed(() => clearTimeout(timer))
  }
}
