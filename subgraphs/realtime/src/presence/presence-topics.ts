import type { Logger } from '@colloquy/platform/logger'
import type { TopicHub } from '@colloquy/platform/mounted-subgraph'
import { parsePayload } from '@colloquy/platform/payload'
import type { RedisChannels } from '@colloquy/platform/redis-channels'
import { presenceTopic, presenceTopicEvent } from '@colloquy/schema/topics'
import type { PresenceTopicEvent } from '@colloquy/schema/topics'
import { createLeases } from '../leases.ts'
import type { Leases } from '../leases.ts'
import type { RealtimeLimits } from '../limits.ts'
import { untilDone } from '../retry.ts'
import type { PresenceState, PresenceStore } from './presence-store.ts'

/** A user whose presence somebody in this process watches. */
export interface PresenceTopic extends Disposable {
  /** Its name on the hub. */
  name: string
  /** Publishes the state on the hub if it is another than was published last. */
  show: (state: PresenceState) => void
}

export type PresenceTopics = Pick<Leases<PresenceTopic>, 'acquireAll'> & Disposable

/**
 * The users whose presence is watched in this process. After a gap their state is read again, and published where it
 * changed.
 */
export function createPresenceTopics({
  channels,
  hub,
  store,
  logger,
  limits,
}: {
  channels: RedisChannels
  hub: TopicHub
  store: PresenceStore
  logger: Logger
  limits: RealtimeLimits
}): PresenceTopics {
  const closing = new AbortController()

  const open = async (userId: string): Promise<PresenceTopic> => {
    const name = presenceTopic(userId)
    let shown: PresenceTopicEvent['status'] | null = null
    const publish = (event: PresenceTopicEvent) => {
      shown = event.status
      hub.publish(name, event)
    }
    const stop = await channels.listen(name, (payload) => {
      const event = parsePayload(presenceTopicEvent, payload, { logger, channel: name })
      if (event) publish(event)
    })
    return {
      name,
      show({ status, lastSeenAtMs }) {
        if (status !== shown) publish({ userId, status, lastSeenAtMs })
      },
      [Symbol.dispose]: stop,
    }
  }
  const topics = createLeases(open, limits.topicLingerMs)

  const showAgain = async () => {
    const userIds = [...topics.opened().keys()]
    for (let start = 0; start < userIds.length; start += limits.presenceCommandsAtOnce) {
      const states = await store.read(userIds.slice(start, start + limits.presenceCommandsAtOnce))
      for (const [userId, state] of states) topics.opened().get(userId)?.show(state)
    }
  }
  const stopGaps = channels.onGap(() => {
    const onFailure = (error: unknown) => logger.warn({ err: error }, 'presence could not be read again yet')
    void untilDone(showAgain, { signal: closing.signal, limits, onFailure })
  })
  return {
    acquireAll: topics.acquireAll,
    [Symbol.dispose]() {
      closing.abort()
      stopGaps()
      topics[Symbol.dispose]()
    },
  }
}
