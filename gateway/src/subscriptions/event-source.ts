import type { Identity } from '@colloquy/platform/identity'
import type { ViewerStream } from '@colloquy/platform/mounted-subgraph'
import type { SubgraphAnswer } from '../supergraph/subgraph.ts'
import type { Variables } from '../supergraph/variables.ts'
import type { EventPlan } from './event-plan.ts'

export interface EventRequest {
  primary: EventPlan['primary']
  variables: Variables
  identity: Identity
}

/** Where the events of a subscription come from: a subgraph in this process, or one beyond a socket. */
export interface EventSource {
  /** Whether an event is the same for all who listen to its topic. If not, each viewer's stream is theirs alone. */
  readonly isShared: boolean
  /**
   * Starts one viewer's stream; resolves with its teardown when it is live.
   * @throws GraphQLError, or an AggregateError of them, when the subscription is refused
   */
  open: (request: EventRequest, stream: ViewerStream) => Promise<() => void>
  /** What the primary fetch would answer for an event of this source; new each time, because it is changed later. */
  answer: (event: object, request: EventRequest) => Promise<SubgraphAnswer>
}
