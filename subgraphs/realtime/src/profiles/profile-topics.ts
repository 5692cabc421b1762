import type { Logger } from '@colloquy/platform/logger'
import type { TopicHub } from '@colloquy/platform/mounted-subgraph'
import { parsePayload } from '@colloquy/platform/payload'
import type { RedisChannels } from '@colloquy/platform/redis-channels'
import { userTopic, userTopicEvent } from '@colloquy/schema/topics'
import { createLeases } from '../leases.ts'
import type { Leases } from '../leases.ts'
import type { RealtimeLimits } from '../limits.ts'
import { pause } from '../retry.ts'
import type { ProfileEvent } from './resolvers.ts'

/** A user whose profile somebody in this process watches. */
export interface ProfileTopic extends Disposable {
  /** Its name on the hub. */
  name: string
  /** Tells all who watch of the profile as it is now. */
  tell: () => void
}

export type ProfileTopics = Pick<Leases<ProfileTopic>, 'acquireAll'> & Disposable

/**
 * The users whose profiles are watched in this process. After a gap, in which a change may have been missed, all of them are told
 * again, some at a time.
 */
export function createProfileTopics({
  channels,
  hub,
  logger,
  limits,
}: {
  channels: RedisChannels
  hub: TopicHub
  logger: Logger
  limits: RealtimeLimits
}): ProfileTopics {
  let telling = new AbortController()

  const open = async (userId: string): Promise<ProfileTopic> => {
    const channel = userTopic(userId)
    const name = `profile:${userId}`
    const event: ProfileEvent = { userId }
    const tell = () => hub.publish(name, event)
    const stop = await channels.listen(channel, (payload) => {
      if (parsePayload(userTopicEvent, payload, { logger, channel })?.type !== 'UserChanged') return
      // All who keep something of the user hear of it before it is read again.
      queueMicrotask(tell)
    })
    return { name, tell, [Symbol.dispose]: stop }
  }
  const topics = createLeases(open, limits.topicLingerMs)

  const tellAgain = async (signal: AbortSignal) => {
    const userIds = [...topics.opened().keys()]
    for (let start = 0; start < userIds.length && !signal.aborted; start += limits.profilesToldAtOnce) {
      for (const userId of userIds.slice(start, start + limits.profilesToldAtOnce)) topics.opened().get(userId)?.tell()
      await pause(limits.profilesToldPauseMs, signal)
    }
  }
  const stopGaps = channels.onGap(() => {
    telling.abort()
    telling = new AbortController()
    const { signal } = telling
    queueMicrotask(() => void tellAgain(signal))
  })
  return {
    acquireAll: topics.acquireAll,
    [Symbol.dispose]() {
      telling.abort()
      stopGaps()
      topics[Symbol.dispose]()
    },
  }
}
