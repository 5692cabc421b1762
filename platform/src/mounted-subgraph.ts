import type { GraphQLSchema } from 'graphql'
import type { Identity } from './identity.ts'

/**
 * The contract between a subgraph mounted in a gateway's process and the gateway's federation, so that an event reaches a socket
 * without another hop. The subgraph decides who hears what and from where on; the gateway executes and delivers.
 */
export interface MountedSubgraph extends AsyncDisposable {
  /** Its name in the supergraph, such as "realtime". */
  name: string
  /** Answers queries and `_entities`; and, with the event as the root field's value, what is asked of an event. */
  schema: GraphQLSchema
  /** How each field of its Subscription type starts. */
  fields: Record<string, MountedField>
  /** The context value for executions on its schema. */
  createContext: (identity: Identity) => object
}

export interface MountedField {
  /**
   * Starts one viewer's subscription; resolves when it is live (topics joined, what was missed sent). The teardown is
   * called exactly once, also after `stream.end`, and not when `open` rejects.
   * @throws DomainError when the arguments or the viewer are refused; nothing may stay joined then
   */
  open: (request: { args: Record<string, unknown>; viewer: Identity }, stream: ViewerStream) => Promise<() => void>
}

/** One viewer's running subscription, as the subgraph that feeds it sees it. */
export interface ViewerStream {
  /**
   * From this moment on, each event published on the topic reaches the viewer in order. With `held`, they are kept back
   * until {@link release}, so that what was missed before can be sent first.
   */
  join: (topic: string, options?: { held?: boolean }) => void
  /** Lets through what was held back and all that follows, after what has been sent. */
  release: (topic: string) => void
  /** What was published until this moment still reaches the viewer, nothing after it. What is held back never will. */
  leave: (topic: string) => void
  /**
   * Tells where the stream stands before its first event, as the id of an event would: so that a client which has had none yet
   * can resume too. Before anything is sent; not where the arguments say it already.
   * @param id called where it is told
   */
  startsAfter: (id: () => string) => void
  /** Delivers an event to this viewer alone; resolves when the transport can take more, or the viewer has gone. */
  send: (event: object) => Promise<void>
  /** Ends the subscription, after what was sent and published until now; with an error when it must not go on. */
  end: (error?: Error) => void
  /** True once the viewer has gone: stop working for it. */
  readonly closed: boolean
}

/** Where the owner of topics publishes. */
export interface TopicHub {
  /** Hands an event to all who joined the topic; executed once for each shape that is asked of it, serialised once. */
  publish: (topic: string, event: object) => void
}
