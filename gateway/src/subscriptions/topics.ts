import type { TopicHub } from '@colloquy/platform/mounted-subgraph'
import { createAudience } from './audience.ts'
import type { Audience, Listener, Seat } from './audience.ts'
import type { Shape } from './shape.ts'

/** The topics that have an audience now. */
export interface Topics extends TopicHub {
  join: (topic: string, shape: Shape, listener: Listener) => Seat
}

/** Makes the hub of topics. Audiences come with their first listener and go with their last. */
export function createTopics(): Topics {
  const topics = new Map<string, Map<Shape, Audience>>()

  const open = (topic: string, shape: Shape): Audience => {
    const audiences = topics.get(topic) ?? new Map<Shape, Audience>()
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
