import type { Logger } from '@colloquy/platform/logger'
import type { RedisChannels } from '@colloquy/platform/redis-channels'
import type { RealtimeLimits } from '../limits.ts'
import { untilDone } from '../retry.ts'
import type { EventLog } from '../topics/event-log.ts'

export interface Membership {
  conversationId: string
  /** Seq of the event by which the user joined. */
  joinedSeq: number
}

/** Someone who needs to know a user's memberships. */
export interface MembershipWatcher {
  userId: string
  /** The memberships as they were at some time after `sinceMs` (milliseconds since the epoch). */
  compare: (memberships: readonly Membership[], sinceMs: number) => void
}

export interface MembershipCheck extends Disposable {
  /** Has the watcher's memberships read again at intervals and after gaps; returns the way to stop. */
  watch: (watcher: MembershipWatcher) => () => void
  /** Has a user's memberships read as soon as it is their turn. */
  soon: (userId: string) => void
}

/**
 * Reads the memberships of live inboxes again: of all at intervals and after each gap, because a message of the user
 * topic may be lost. A user is read once for all watchers, and few users at a time, so that a gap is no burst at chat.
 * A membership that begins and ends between two reads, both messages lost, is told only to who resumes.
 */
export function createMembershipCheck({
  log,
  channels,
  logger,
  limits,
}: {
  log: EventLog
  channels: RedisChannels
  logger: Logger
  limits: RealtimeLimits
}): MembershipCheck {
  const closing = new AbortController()
  const watchers = new Map<string, Set<MembershipWatcher>>()
  const due = new Set<string>()
  let readers = 0

  const read = async (userId: string) => {
    const sinceMs = Date.now()
    const { memberships } = await log.memberships({ userId, heads: false })
    for (const watcher of watchers.get(userId) ?? []) watcher.compare(memberships, sinceMs)
  }
  const readDue = async () => {
    for (const userId of due) {
      due.delete(userId)
      if (!watchers.has(userId)) continue
      await untilDone(() => read(userId), {
        signal: closing.signal,
        limits,
        onFailure: (error) => logger.warn({ err: error, userId }, 'memberships could not be read again yet'),
      })
    }
    readers -= 1
  }
  const startReaders = () => {
    while (readers < limits.membershipChecksAtOnce && due.size > 0) {
      readers += 1
      void readDue()
    }
  }
  const checkAll = () => {
    for (const userId of watchers.keys()) due.add(userId)
    startReaders()
  }

  const stopGaps = channels.onGap(checkAll)
  const interval = setInterval(checkAll, limits.membershipCheckIntervalMs).unref()
  return {
    watch(watcher) {
      const { userId } = watcher
      const group = watchers.get(userId) ?? new Set()
      watchers.set(userId, group.add(watcher))
      return () => {
        group.delete(watcher)
        if (group.size === 0 && watchers.get(userId) === group) watchers.delete(userId)
      }
    },
    soon(userId) {
      due.add(userId)
      startReaders()
    },
    [Symbol.dispose]() {
      closing.abort()
      due.clear()
      stopGaps()
      clearInterval(interval)
    },
  }
}
