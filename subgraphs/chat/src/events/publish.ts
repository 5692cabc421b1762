import type { Logger } from '@colloquy/platform/logger'
import type { RedisConnection } from '@colloquy/platform/redis'
import type { DurableEvent } from '@colloquy/schema/events/durable-event'
import { conversationTopic, userTopic } from '@colloquy/schema/topics'
import type { ConversationTopicEvent, TransientEvent, UserTopicEvent } from '@colloquy/schema/topics'

/** Rejects unless Redis has taken them all, in order. */
export type PublishEvents = (events: readonly DurableEvent[]) => Promise<void>
/** For what is shown or lost: it is lost when Redis does not take it. Never rejects. */
export type PublishTransient = (event: TransientEvent) => Promise<void>

/** As {@link PublishTransient}, to one user alone. */
export type PublishToUser = (userId: string, event: UserTopicEvent) => Promise<void>

/** How long Redis may take to answer a publish. */
const PUBLISH_TIMEOUT_MS = 2_000

type Publication = { topic: string; event: ConversationTopicEvent } | { topic: string; event: UserTopicEvent }

/** What is published of an event: itself, and to each user concerned that a membership began or ended by it. */
export function publicationsOf(event: DurableEvent): Publication[] {
  const { conversationId, seq } = event
  const itself = { topic: conversationTopic(conversationId), event }
  switch (event.type) {
    case 'MessageSent':
    case 'MessageEdited':
    case 'MessageDeleted':
    case 'ReactionChanged':
    case 'UnknownEvent':
      return [itself]
    case 'MembersChanged': {
      const tell = (userId: string, type: 'MembershipBegan' | 'MembershipEnded'): Publication => ({
        topic: userTopic(userId),
        event: { type, conversationId, seq },
      })
      return [
        itself,
        ...event.joinedIds.map((userId) => tell(userId, 'MembershipBegan')),
        ...event.leftIds.map((userId) => tell(userId, 'MembershipEnded')),
      ]
    }
    default:
      return event satisfies never
  }
}

/** Publishes to Redis. While it cannot be reached, a publish fails at once instead of waiting for it. */
export function createPublisher(
  redis: Pick<RedisConnection, 'status' | 'pipeline'>,
  logger: Logger,
): { events: PublishEvents; transient: PublishTransient; toUser: PublishToUser } {
  const publish = async (publications: Publication[]) => {
    if (redis.status !== 'ready') throw new Error(`Redis is not reachable (${redis.status}).`)
    const pipeline = redis.pipeline()
    for (const { topic, event } of publications) pipeline.publish(topic, JSON.stringify(event))
    const results = await answerWithin(PUBLISH_TIMEOUT_MS, pipeline.exec())
    for (const [error] of results ?? []) if (error) throw error
  }
  const publishOrLose = async (publication: Publication) => {
    try {
      await publish([publication])
    } catch (error) {
      logger.debug({ err: error, type: publication.event.type }, 'a transient event is lost')
    }
  }
  return {
    events: (events) => publish(events.flatMap(publicationsOf)),
    transient: (event) => publishOrLose({ topic: conversationTopic(event.conversationId), event }),
    toUser: (userId, event) => publishOrLose({ topic: userTopic(userId), event }),
  }
}

async function answerWithin<Result>(timeoutMs: number, answer: Promise<Result>): Promise<Result> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error(`Redis did not answer within ${timeoutMs} ms.`)), timeoutMs)
  try {
    return await Promise.race([answer, late.promise])
  } finally {
    clearTimeout(timer)
  }
}
