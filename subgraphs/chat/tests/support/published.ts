import { createLogger } from '@colloquy/platform/logger'
import { connectRedis } from '@colloquy/platform/redis'
import { createRedisChannels } from '@colloquy/platform/redis-channels'
import { conversationTopic, conversationTopicEvent, userTopic, userTopicEvent } from '@colloquy/schema/topics'
import type { ConversationTopicEvent, UserTopicEvent } from '@colloquy/schema/topics'
import { inject } from 'vitest'

interface Published<Event> extends AsyncDisposable {
  /** All that was published so far, in order. */
  events: Event[]
}

export const publishedIn = (conversationId: string): Promise<Published<ConversationTopicEvent>> =>
  listen(conversationTopic(conversationId), (payload) => conversationTopicEvent.parse(payload))

export const publishedTo = (userId: string): Promise<Published<UserTopicEvent>> =>
  listen(userTopic(userId), (payload) => userTopicEvent.parse(payload))

export async function listen<Event>(channel: string, parse: (payload: unknown) => Event): Promise<Published<Event>> {
  const logger = createLogger('test', 'silent')
  await using stack = new AsyncDisposableStack()
  const redis = stack.use(await connectRedis(inject('infrastructure').redisUrl, logger))
  const channels = stack.use(createRedisChannels(redis, logger))
  const events: Event[] = []
  await channels.listen(channel, (payload) => void events.push(parse(JSON.parse(payload))))
  const listening = stack.move()
  return { events, [Symbol.asyncDispose]: () => listening.disposeAsync() }
}
