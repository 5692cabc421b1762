import type { GraphQLFormattedError } from 'graphql'
import type { Session } from '../session/session.ts'
import { backoffMs, waitToRetry } from './backoff.ts'
import type { LiveOperation, LiveSocket } from './live-socket.ts'

/** A subscription that ran for so long was a good one: what ends it does not count as failing again. */
const RAN_WELL_MS = 60_000

interface Follower<Data, Variables> extends LiveOperation<Data, Variables> {
  socket: LiveSocket
  session: Session
  signal: AbortSignal
  /** The gateway ended the subscription with these errors; it is started again once this has settled. */
  onRefused?: (errors: readonly GraphQLFormattedError[]) => Promise<void>
}

/** Keeps a subscription running until the signal stops it, whatever ends it in between. */
export async function keepSubscribed<Data, Variables extends Record<string, unknown>>(
  follower: Follower<Data, Variables>,
): Promise<void> {
  const { socket, session, signal, onRefused, ...operation } = follower
  for (let failures = 0; !signal.aborted; failures += 1) {
    const startedAtMs = Date.now()
    const end = await socket.subscribe(operation, signal)
    if (Date.now() - startedAtMs > RAN_WELL_MS) failures = 0
    if (end.reason === 'refused') await onRefused?.(end.errors)
    // Either there is a new token for the next attempt, or the session says that it is over and the page goes away.
    if (end.reason === 'closed' && end.isSessionInDoubt) await session.renew().catch(() => null)
    await waitToRetry(backoffMs(failures), signal)
  }
}
