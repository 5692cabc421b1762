import { GraphQLError } from 'graphql'
import { createClient } from 'graphql-ws'
import { WebSocket } from 'ws'
import { z } from 'zod'
import { interrupted, serviceUnavailable } from '../plan/errors.ts'
import { pick } from '../plan/pick.ts'
import type { EventSource } from './event-source.ts'
import type { EventStream } from './mounted.ts'
import type { SubgraphAnswer } from './subgraph.ts'

export interface RemoteSourceOptions<Viewer> {
  /** The subgraph's name. */
  name: string
  /** Where it speaks graphql-transport-ws. */
  url: string
  /** What tells the subgraph who asks: sent as `headers` in the `extensions` of each subscription. */
  headersFor: (viewer: Viewer, subgraph: string) => Record<string, string>
  /** Default: 5 s. */
  acceptTimeoutMs?: number
}

/** How long the subgraph may take to accept the connection, from the first byte to the acknowledgement. */
const ACCEPT_TIMEOUT_MS = 5_000
/** A quiet connection is asked for a sign of life this often, and is dropped when none comes in time. */
const PING_EVERY_MS = 10_000
const PONG_TIMEOUT_MS = 5_000
/** How long the connection outlives its last subscription. */
const IDLE_MS = 10_000

const graphQLErrors = z.array(
  z.looseObject({
    message: z.string(),
    path: z.array(z.union([z.string(), z.number()])).optional(),
    extensions: z.record(z.string(), z.unknown()).optional(),
  }),
)

/**
 * The events of a subgraph beyond a socket: an event is what it answers to the primary fetch. All its subscriptions go
 * over one connection, made at the first; each is the viewer's own there, because the subgraph decides who may listen.
 * When the connection is lost they end with SUBSCRIPTION_INTERRUPTED, since events in between would be missing, and the
 * next one connects again. When the subgraph does not accept the connection in time they end with SERVICE_UNAVAILABLE.
 */
export function createRemoteSource<Viewer>({
  name,
  url,
  headersFor,
  acceptTimeoutMs = ACCEPT_TIMEOUT_MS,
}: RemoteSourceOptions<Viewer>): EventSource<Viewer> & AsyncDisposable {
  const running = new Map<EventStream, () => void>()
  let pongDue: NodeJS.Timeout | undefined
  let acceptanceDue: NodeJS.Timeout | undefined
  let isAccepted = false
  const client = createClient({
    url,
    webSocketImpl: socketsWithin(acceptTimeoutMs),
    keepAlive: PING_EVERY_MS,
    lazyCloseTimeout: IDLE_MS,
    retryAttempts: 0,
    on: {
      connecting: () => {
        isAccepted = false
        acceptanceDue = setTimeout(() => client.terminate(), acceptTimeoutMs)
      },
      connected: () => {
        isAccepted = true
        clearTimeout(acceptanceDue)
      },
      // Its keep-alive pings, but does not mind when nothing answers.
      ping: (received) => {
        if (!received) pongDue = setTimeout(() => client.terminate(), PONG_TIMEOUT_MS)
      },
      pong: (received) => {
        if (received) clearTimeout(pongDue)
      },
      closed: () => {
        clearTimeout(pongDue)
        clearTimeout(acceptanceDue)
        // Before the client's own handling, which after a normal close would subscribe anew without a word.
        for (const [stream, stop] of running) {
          stop()
          stream.end(lost())
        }
      },
    },
  })
  const lost = () =>
    isAccepted
      ? interrupted(`The connection to the subgraph "${name}" was lost.`)
      : serviceUnavailable(new Error(`The subgraph "${name}" did not accept the connection.`))

  return {
    isShared: false,
    async open({ primary, variables, viewer }, stream) {
      const unsubscribe = client.subscribe(
        {
          query: primary.operation,
          operationName: primary.operationName,
          variables: pick(variables, primary.variableUsages),
          extensions: { headers: headersFor(viewer, name) },
        },
        {
          next: (event) => {
            // Without data it is not an event: servers also refuse in this way, with the end to follow.
            if (event.data === undefined) stream.end(refusal(event.errors) ?? lost())
            else void stream.send(event)
          },
          error: (error) => stream.end(refusal(error) ?? lost()),
          complete: () => stream.end(),
        },
      )
      const stop = () => {
        running.delete(stream)
        unsubscribe()
      }
      running.set(stream, stop)
      return stop
    },
    answer: async (event: SubgraphAnswer) => event,
    compile:
      () =>
      ({ data, errors }: SubgraphAnswer) =>
        errors ? undefined : (data ?? undefined),
    valueOf: ({ data }: SubgraphAnswer, { field }) => objectOf(data?.[(field.alias ?? field.name).value]),
    [Symbol.asyncDispose]: async () => client.dispose(),
  }
}

/** WebSockets that take no longer than this to open, nor to close. */
const socketsWithin = (timeoutMs: number) =>
  class extends WebSocket {
    constructor(address: string, protocols: string[]) {
      // The types do not know `closeTimeout` yet.
      const timeouts = { handshakeTimeout: timeoutMs, closeTimeout: timeoutMs }
      super(address, protocols, timeouts)
      // graphql-ws takes its own listener away before it closes a socket that is still opening, which is an error then.
      this.on('error', () => undefined)
    }
  }

const objectOf = (value: unknown) => (typeof value === 'object' ? value : null)

/** What the subgraph said instead of starting; null when it was the connection that failed. */
function refusal(error: unknown): AggregateError | null {
  const parsed = graphQLErrors.safeParse(error)
  if (!parsed.success || parsed.data.length === 0) return null
  return new AggregateError(parsed.data.map(({ message, ...rest }) => new GraphQLError(message, rest)))
}
