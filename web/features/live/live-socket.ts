import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import type { GraphQLFormattedError } from 'graphql'
import { getOperationAST, print } from 'graphql'
import type { SubscribePayload } from 'graphql-ws'
import { createClient } from 'graphql-ws'
import type { Session } from '../session/session.ts'
import { SessionRefused } from '../session/session.ts'
import type { Store } from '../store/store.ts'
import { createStore } from '../store/store.ts'
import { backoffMs, waitToRetry } from './backoff.ts'

const PING_EVERY_MS = 10_000
const PONG_WITHIN_MS = 5_000
const ACKNOWLEDGE_WITHIN_MS = 10_000
/** The gateway closes the sockets of a session that has ended, and refuses a token that does not work, with these. */
const SESSION_CLOSE_CODES = [4401, 4403]

export type SocketStatus = { isOpen: true } | { isOpen: false; sinceMs: number }

/** How a subscription came to its end. */
export type SubscriptionEnd =
  | { reason: 'stopped' | 'completed' }
  | { reason: 'refused'; errors: readonly GraphQLFormattedError[] }
  /** The connection was closed in a way that graphql-ws does not retry. */
  | { reason: 'closed'; isSessionInDoubt: boolean }

export interface LiveOperation<Data, Variables> {
  document: TypedDocumentNode<Data, Variables>
  /** Asked at the start and again after each reconnect, so that a subscription resumes from where it is by then. */
  variables: () => Variables
  onData: (data: Data) => void
  /** Something happened that could not be worked out; only that it happened is known. */
  onUnreadable?: () => void
}

export interface LiveSocket {
  status: Store<SocketStatus>
  /** Runs a subscription, through reconnects, until it ends or is stopped by the signal. */
  subscribe: <Data, Variables extends Record<string, unknown>>(
    operation: LiveOperation<Data, Variables>,
    signal: AbortSignal,
  ) => Promise<SubscriptionEnd>
  /** Calls back whenever the connection stands again after it was lost. */
  onReconnected: (listener: () => void) => () => void
  /** Ends the wait for the next attempt. */
  reconnectNow: () => void
  dispose: () => void
}

/** The page's one connection for what happens live: it opens with the first subscription and comes back by itself. */
export function createLiveSocket(url: string, session: Session): LiveSocket {
  const status = createStore<SocketStatus>({ isOpen: false, sinceMs: Date.now() })
  let hurry = new AbortController()
  let overdue: ReturnType<typeof setTimeout> | undefined

  const client = createClient({
    url,
    connectionParams: async () => ({ authorization: `Bearer ${await session.accessToken()}` }),
    connectionAckWaitTimeout: ACKNOWLEDGE_WITHIN_MS,
    keepAlive: PING_EVERY_MS,
    generateID: operationIds(),
    retryAttempts: Infinity,
    shouldRetry: (problem) => !isSessionInDoubt(problem),
    retryWait: (retries) => {
      hurry = new AbortController()
      return waitToRetry(backoffMs(retries), hurry.signal)
    },
    on: {
      connected: () => status.set({ isOpen: true }),
      closed: () => {
        clearTimeout(overdue)
        if (status.get().isOpen) status.set({ isOpen: false, sinceMs: Date.now() })
      },
      // A connection that broke without a word shows by the answer that does not come.
      ping: (received) => {
        if (!received) overdue = setTimeout(() => client.terminate(), PONG_WITHIN_MS)
      },
      pong: (received) => received && clearTimeout(overdue),
    },
  })

  const onOffline = () => client.terminate()
  window.addEventListener('offline', onOffline)

  function subscribe<Data, Variables extends Record<string, unknown>>(
    { document, variables, onData, onUnreadable }: LiveOperation<Data, Variables>,
    signal: AbortSignal,
  ): Promise<SubscriptionEnd> {
    const { promise, resolve } = Promise.withResolvers<SubscriptionEnd>()
    const payload: SubscribePayload = {
      query: print(document),
      operationName: getOperationAST(document)?.name?.value,
      // graphql-ws serialises the same payload again after each reconnect, and so reads this anew.
      get variables() {
        return variables()
      },
    }
    const stop = client.subscribe<Data>(payload, {
      next: ({ data }) => (data ? onData(data) : onUnreadable?.()),
      error: (problem) =>
        resolve(
          Array.isArray(problem)
            ? { reason: 'refused', errors: problem }
            : { reason: 'closed', isSessionInDoubt: isSessionInDoubt(problem) },
        ),
      complete: () => resolve({ reason: signal.aborted ? 'stopped' : 'completed' }),
    })
    signal.addEventListener('abort', stop)
    return promise.finally(() => signal.removeEventListener('abort', stop))
  }

  return {
    status,
    subscribe,
    onReconnected: (listener) => client.on('connected', (_socket, _payload, wasLost) => wasLost && listener()),
    reconnectNow: () => hurry.abort(),
    dispose: () => {
      window.removeEventListener('offline', onOffline)
      void client.dispose()
    },
  }
}

/** The same ids in every client that does the same things, so that the gateway can send all of them the same bytes. */
function operationIds(): (payload: SubscribePayload) => string {
  const counts = new Map<string, number>()
  return ({ operationName }) => {
    const name = operationName ?? 'operation'
    const count = (counts.get(name) ?? 0) + 1
    counts.set(name, count)
    return `${name}:${count}`
  }
}

function isSessionInDoubt(problem: unknown): boolean {
  if (problem instanceof SessionRefused) return true
  return problem instanceof CloseEvent && SESSION_CLOSE_CODES.includes(problem.code)
}
