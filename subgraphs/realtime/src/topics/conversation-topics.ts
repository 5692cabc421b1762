import type { Logger } from '@colloquy/platform/logger'
import type { TopicHub } from '@colloquy/platform/mounted-subgraph'
import type { RedisChannels } from '@colloquy/platform/redis-channels'
import { MAX_HEADS } from '@colloquy/schema/event-log'
import { createBatcher } from '../batch.ts'
import { createLeases } from '../leases.ts'
import type { Leases } from '../leases.ts'
import type { RealtimeLimits } from '../limits.ts'
import { openConversationTopic } from './conversation-topic.ts'
import type { ConversationTopic } from './conversation-topic.ts'
import type { EventLog } from './event-log.ts'
import { createPositionCheck } from './position-check.ts'

export type ConversationTopics = Pick<Leases<ConversationTopic>, 'acquire' | 'acquireAll'> & Disposable

/**
 * The conversations that somebody in this process listens to: one topic each, whoever listens and how often, kept a
 * few seconds longer than needed and compared with chat's log for as long as it lives.
 */
export function createConversationTopics({
  channels,
  hub,
  log,
  logger,
  limits,
}: {
  channels: RedisChannels
  hub: TopicHub
  log: EventLog
  logger: Logger
  limits: RealtimeLimits
}): ConversationTopics {
  const headsOf = async (conversationIds: string[]) => {
    const { heads } = await log.heads({ conversationIds })
    return new Map(heads.map(({ conversationId, headSeq }) => [conversationId, headSeq]))
  }
  const head = createBatcher(headsOf, MAX_HEADS)
  const headOf = async (conversationId: string) => (await head(conversationId)) ?? 0

  const topics = createLeases(async (conversationId) => {
    const topic = await openConversationTopic(conversationId, { channels, hub, log, headOf, logger, limits })
    check.soon(conversationId)
    return topic
  }, limits.topicLingerMs)
  const check = createPositionCheck({ topics: topics.opened, headsOf, channels, logger, limits })

  return {
    acquire: topics.acquire,
    acquireAll: topics.acquireAll,
    [Symbol.dispose]() {
      check[Symbol.dispose]()
      topics[Symbol.dispose]()
    },
  }
}
