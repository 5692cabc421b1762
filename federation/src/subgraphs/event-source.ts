import type { EventPlan } from '../plan/event-plan.ts'
import type { Variables } from '../plan/variables.ts'
import type { EventStream } from './mounted.ts'
import type { SubgraphAnswer } from './subgraph.ts'

export interface EventRequest<Viewer> {
  primary: EventPlan['primary']
  variables: Variables
  viewer: Viewer
}

export type CompiledAnswer<Viewer> = (event: object, viewer: Viewer) => Record<string, unknown> | undefined

/** Where the events of a subscription come from: a subgraph in this process, or one beyond a socket. */
export interface EventSource<Viewer> {
  /** Whether an event is the same for all who listen to its topic. If not, each viewer's stream is theirs alone. */
  readonly isShared: boolean
  /**
   * Starts one viewer's stream; resolves with its teardown when it is live.
   * @throws GraphQLError, or an AggregateError of them, when the subscription is refused
   */
  open: (request: EventRequest<Viewer>, stream: EventStream) => Promise<() => void>
  /** What the primary fetch would answer for an event of this source; new each time, because it is changed later. */
  answer: (event: object, request: EventRequest<Viewer>) => Promise<SubgraphAnswer>
  /**
   * As {@link EventSource.answer} at once, as long as nothing takes time and nothing fails: the data, or else undefined. It is
   * compiled for all events of a subscription, and its data may be changed.
   */
  compile: (request: Pick<EventRequest<Viewer>, 'primary' | 'variables'>) => CompiledAnswer<Viewer>
  /** The event as its owner knows it, or the value of the field of Subscription that it came as; null when that has none. */
  valueOf: (event: object, primary: EventPlan['primary']) => object | null
}
