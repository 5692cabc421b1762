import { conversationTopic, conversationTopicEvent, userTopic, userTopicEvent } from '@colloquy/schema/topics'
import type { ConversationTopicEvent, UserTopicEvent } from '@colloquy/schema/topics'
import { Redis } from 'ioredis'
import { inject } from 'vitest'

interface Published<Event> extends AsyncDisposable {
  /** All that was published so far, in order. */
  events: Event[]
}

export const publishedIn = (conversationId: string): Promise<Published<ConversationTopicEvent>> =>
  listen(conversationTopic(conversationId), (payload) => conversationTopicEvent.parse(payload))

export const publishedTo = (userId: string): Promise<Published<UserTopicEvent>> =>
  listen(userTopic(userId), (payload) => userTopicEvent.parse(payload))

async function listen<Event>(channel: string, parse: (payload: unknown) => Event): Promise<Published<Event>> {
  const redis = new Redis(inject('infrastructure').redisUrl)
  const events: Event[] = []
  redis.on('message', (_, payload) => events.push(parse(JSON.parse(payload))))
  await redis.subscribe(channel)
  return { events, [Symbol.asyncDispose]: async () => redis.disconnect() }
}
