import type { Logger } from '@colloquy/platform/logger'
import type { RedisChannels } from '@colloquy/platform/redis-channels'
import { MAX_HEADS } from '@colloquy/schema/event-log'
import type { RealtimeLimits } from '../limits.ts'
import { pause, untilDone } from '../retry.ts'
import type { ConversationTopic } from './conversation-topic.ts'

export interface PositionCheck extends Disposable {
  /** Compares this topic once more after a moment, together with others that are asked for until then. */
  soon: (conversationId: string) => void
}

/**
 * Compares the heads of live topics with those of chat's log: of all at intervals and after each gap, because the last
 * event that was published may be lost without another one to show it. Topics that are behind fetch what they miss.
 */
export function createPositionCheck({
  topics,
  headsOf,
  channels,
  logger,
  limits,
}: {
  topics: () => ReadonlyMap<string, ConversationTopic>
  headsOf: (conversationIds: string[]) => Promise<ReadonlyMap<string, number>>
  channels: RedisChannels
  logger: Logger
  limits: RealtimeLimits
}): PositionCheck {
  const closing = new AbortController()
  const due = new Set<string>()
  let fresh = new Set<string>()
  let checking = false

  const checkSome = async () => {
    while (due.size > 0 && !closing.signal.aborted) {
      const conversationIds = [...due].slice(0, MAX_HEADS)
      // Taken out before the question: what becomes due while the answer is under way is asked again.
      for (const conversationId of conversationIds) due.delete(conversationId)
      try {
        for (const [conversationId, head] of await headsOf(conversationIds)) topics().get(conversationId)?.expect(head)
      } catch (error) {
        for (const conversationId of conversationIds) due.add(conversationId)
        throw error
      }
    }
  }
  const check = async (conversationIds: Iterable<string>) => {
    for (const conversationId of conversationIds) due.add(conversationId)
    if (checking) return
    checking = true
    await untilDone(checkSome, {
      signal: closing.signal,
      limits,
      onFailure: (error) => logger.warn({ err: error }, 'the heads of live topics could not be compared yet'),
    })
    checking = false
    if (due.size > 0 && !closing.signal.aborted) await check([])
  }
  const checkAll = () => void check(topics().keys())
  const checkFresh = async () => {
    await pause(limits.freshTopicCheckMs, closing.signal)
    const conversationIds = fresh
    fresh = new Set()
    await check(conversationIds)
  }

  const stopGaps = channels.onGap(checkAll)
  const interval = setInterval(checkAll, limits.positionCheckIntervalMs).unref()
  return {
    soon(conversationId) {
      if (fresh.size === 0) void checkFresh()
      fresh.add(conversationId)
    },
    [Symbol.dispose]() {
      closing.abort()
      stopGaps()
      clearInterval(interval)
    },
  }
}
