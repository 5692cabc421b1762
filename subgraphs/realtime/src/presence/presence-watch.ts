import type { Logger } from '@colloquy/platform/logger'
import type { ViewerStream } from '@colloquy/platform/mounted-subgraph'
import type { Lease } from '../leases.ts'
import type { RealtimeLimits } from '../limits.ts'
import { untilDone } from '../retry.ts'
import { HIDDEN } from './presence-store.ts'
import type { PresenceStore } from './presence-store.ts'
import type { PresenceTopic } from './presence-topics.ts'
import type { Sight } from './sight.ts'

export interface PresenceWatch extends Disposable {
  /** Tells the presence of all as it is now. @throws when that cannot be learned */
  start: () => Promise<void>
  /** What the viewer sees of this user may have changed; without one, of anybody. */
  look: (userId?: string) => void
}

/**
 * What one viewer is told of some users' presence. A user is, for this viewer,
 * 1. untold, until it is known whether the viewer sees their presence; ids that no user has stay so;
 * 2. hidden: told to be offline and never seen, which says nothing;
 * 3. seen: told as it is, then with each change.
 * News of the viewer or the user, a gap in the news, and the passing of time lead to another look, which moves a user from
 * any of them to hidden or seen. Looks happen one after the other.
 */
export function createPresenceWatch({
  viewerId,
  stream,
  leases,
  sight,
  store,
  logger,
  limits,
}: {
  viewerId: string
  stream: ViewerStream
  /** By user; given back by the caller, after this is disposed. */
  leases: ReadonlyMap<string, Lease<PresenceTopic>>
  sight: Sight
  store: PresenceStore
  logger: Logger
  limits: RealtimeLimits
}): PresenceWatch {
  const told = new Map<string, 'hidden' | 'seen'>()
  const due = new Set<string>()
  const closing = new AbortController()
  let isLooking = false

  const lookAt = async (userIds: string[]) => {
    const seen = await sight.of(viewerId, userIds)
    const appearing = userIds.filter((userId) => seen.get(userId) === true && told.get(userId) !== 'seen')
    for (const userId of userIds) if (seen.get(userId) === false) await hide(userId)
    // Joined before the state is read, so that no change falls in between.
    for (const userId of appearing) stream.join(topicOf(userId), { held: true })
    for (const [userId, state] of await store.read(appearing)) {
      if (closing.signal.aborted) return
      await stream.send({ userId, ...state })
      stream.release(topicOf(userId))
      told.set(userId, 'seen')
    }
  }
  const hide = async (userId: string) => {
    if (told.get(userId) === 'hidden' || closing.signal.aborted) return
    stream.leave(topicOf(userId))
    told.set(userId, 'hidden')
    await stream.send({ userId, ...HIDDEN })
  }
  const topicOf = (userId: string) => leases.get(userId)?.value.name ?? ''

  const lookAtDue = async () => {
    isLooking = true
    // News is heard by all who keep something of it before anybody looks again.
    await Promise.resolve()
    while (due.size > 0 && !closing.signal.aborted) {
      const userIds = [...due]
      due.clear()
      await untilDone(() => lookAt(userIds), {
        signal: closing.signal,
        limits,
        onFailure: (error) => logger.warn({ err: error }, 'whose presence may be seen cannot be told yet'),
      })
    }
    isLooking = false
  }
  const look = (userId?: string) => {
    for (const each of userId === undefined ? leases.keys() : [userId]) due.add(each)
    if (!isLooking) void lookAtDue()
  }
  const interval = setInterval(look, limits.presenceSightIntervalMs).unref()

  return {
    async start() {
      isLooking = true
      await lookAt([...leases.keys()])
      await lookAtDue()
    },
    look,
    [Symbol.dispose]() {
      clearInterval(interval)
      closing.abort()
      for (const { value } of leases.values()) stream.leave(value.name)
    },
  }
}
