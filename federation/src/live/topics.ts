import type { TopicHub } from '../subgraphs/mounted.ts'
import { createAudience } from './audience.ts'
import type { Audience, Listener, Seat } from './audience.ts'
import type { EventRenderer } from './shape.ts'

/** The topics that have an audience now. */
export interface Topics extends TopicHub {
  join: (topic: string, shape: EventRenderer, listener: Listener) => Seat
}

/** Makes the hub of topics. Audiences come with their first listener and go with their last. */
export function createTopics(): Topics {
  const topics = new Map<string, Map<EventRenderer, Audience>>()

  const open = (topic: string, shape: EventRenderer): Audience => {
    const audiences = topics.get(topic) ?? new Map<EventRenderer, Audience>()
    topics.set(topic, audiences)
    const leave = () => {
      audiences.delete(shape)
      if (audiences.size === 0) topics.delete(topic)
    }
    const audience = createAudience(shape.render, leave)
    audiences.set(shape, audience)
    return audience
  }

  return {
    publish(topic, event) {
      for (const audience of topics.get(topic)?.values() ?? []) audience.publish(event)
    },
    join: (topic, shape, listener) => (topics.get(topic)?.get(shape) ?? open(topic, shape)).join(listener),
  }
}
