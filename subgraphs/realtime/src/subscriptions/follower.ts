import type { ViewerStream } from '@colloquy/platform/mounted-subgraph'
import type { Lease } from '../leases.ts'
import type { RealtimeLimits } from '../limits.ts'
import type { ConversationTopic } from '../topics/conversation-topic.ts'
import type { EventLog } from '../topics/event-log.ts'
import { replay } from './replay.ts'

/** One viewer in one conversation. Disposing it leaves the topic. */
export interface Follower extends Disposable {
  /** By chat's word the viewer has been a member since this seq: departures up to it are of an earlier membership. */
  confirm: (memberSinceSeq: number) => void
  /**
   * Settles once the topic has published the event with this seq, which must exist.
   * @throws when that takes too long
   */
  reached: (seq: number) => Promise<void>
  /** Sends what came after this seq, which must exist, then lets live events through: each once, in order. */
  start: (afterSeq: number) => Promise<void>
  /**
   * Instead of `start`, for who sends the past in an order of its own: from now on events are held back until
   * `release`; those up to `heldAt` are the caller's to send.
   */
  hold: () => void
  release: () => Promise<void>
  /** The topic's head when events began to be held back. */
  readonly heldAt: number
}

export interface FollowerOptions {
  /** Given back when the follower is disposed. */
  lease: Lease<ConversationTopic>
  stream: ViewerStream
  userId: string
  memberSinceSeq: number
  log: EventLog
  limits: RealtimeLimits
  /** The viewer has received the event that ended the membership; nothing follows. Called at most once. */
  onDeparted: (seq: number) => void
}

/**
 * Follows a conversation for one viewer for as long as the membership lasts. Its end is read from the conversation's
 * own events, which have no holes: the viewer receives the one that takes it out, and none of those after it.
 */
export function createFollower(options: FollowerOptions): Follower {
  const { lease, stream, userId, log, limits, onDeparted } = options
  const topic = lease.value
  let { memberSinceSeq } = options
  let state: 'apart' | 'held' | 'live' = 'apart'
  let heldAt = 0
  let departedAt: number | null = null

  const leave = () => {
    if (state !== 'apart') stream.leave(topic.name)
    state = 'apart'
  }
  const depart = (seq: number) => {
    if (seq <= memberSinceSeq) return
    departedAt = Math.min(seq, departedAt ?? seq)
    const wasLive = state === 'live'
    leave()
    if (wasLive) onDeparted(seq)
  }
  const closing = new AbortController()
  const stopListening = topic.onDeparture(userId, depart)

  const isMember = () => departedAt === null && !stream.closed
  const hold = () => {
    heldAt = topic.head
    if (!isMember()) return
    state = 'held'
    stream.join(topic.name, { held: true })
  }
  const send = async (afterSeq: number, headSeq: number) => {
    const upToSeq = Math.min(headSeq, departedAt ?? headSeq)
    const { conversationId } = topic
    const leftAt = await replay(log, stream, { conversationId, userId, afterSeq, upToSeq, memberSinceSeq })
    if (leftAt !== null) depart(leftAt)
    return upToSeq
  }
  const goLive = async (sentSeq: number) => {
    if (stream.closed) return
    if (departedAt === null) {
      state = 'live'
      stream.release(topic.name)
      return
    }
    // What was held back is gone with the topic; the last events of the membership come from the log.
    await send(sentSeq, departedAt)
    onDeparted(departedAt)
  }

  const reached = async (seq: number) => {
    if (topic.head >= seq) return
    topic.expect(seq)
    const late = AbortSignal.timeout(limits.catchUpTimeoutMs)
    const isThere = await topic.reached(seq, AbortSignal.any([closing.signal, late]))
    if (!isThere && !closing.signal.aborted) throw new Error(`${topic.name} did not get to ${seq} in time`)
  }

  return {
    reached,
    confirm(sinceSeq) {
      memberSinceSeq = sinceSeq
      if (departedAt !== null && departedAt <= sinceSeq) departedAt = null
    },
    async start(afterSeq) {
      await reached(afterSeq)
      let sentSeq = afterSeq
      // Far behind, hold back nothing yet: what is held back takes memory.
      while (isMember() && topic.head - sentSeq > limits.maxBehindWhileHeld) {
        sentSeq = await send(sentSeq, topic.head)
      }
      hold()
      await goLive(await send(sentSeq, heldAt))
    },
    hold,
    release: () => goLive(heldAt),
    get heldAt() {
      return heldAt
    },
    [Symbol.dispose]() {
      closing.abort()
      stopListening()
      leave()
      lease[Symbol.dispose]()
    },
  }
}
