import type { ViewerStream } from '@colloquy/platform/mounted-subgraph'
import { parsePayload } from '@colloquy/platform/payload'
import { userTopic, userTopicEvent } from '@colloquy/schema/topics'
import type { Lease } from '../leases.ts'
import type { ConversationTopic } from '../topics/conversation-topic.ts'
import { createFollower } from './follower.ts'
import type { Follower } from './follower.ts'
import type { InboxDeps } from './inbox.ts'
import type { Membership, MembershipWatcher } from './membership-check.ts'
import { findMissed } from './missed.ts'
import type { Resume } from './missed.ts'
import { replayPlaces } from './replay.ts'

export interface InboxFeed extends MembershipWatcher, Disposable {
  /** Takes what is published on the viewer's user topic. To be called from before `open` on. */
  hear: (payload: string) => void
  /** Follows all the viewer's conversations, after sending what was missed. */
  open: (resume: Resume | null) => Promise<void>
}

interface Followed {
  /** The seq at which the viewer is said to have joined last: perhaps later than what the follower has got to. */
  joinedSeq: number
  /** Not there yet while the topic is being opened. */
  following?: { topic: ConversationTopic; follower: Follower }
}

/** The conversations that one inbox follows, as the viewer's memberships begin and end. */
export function createInboxFeed(deps: InboxDeps & { userId: string; stream: ViewerStream }): InboxFeed {
  const { userId, stream, topics, log, memberships, logger, limits } = deps
  const followed = new Map<string, Followed>()
  /** Where the viewer left, a short while ago: memberships that were read before then do not bring it back. */
  const left = new Map<string, { seq: number; atMs: number }>()
  const closing = new AbortController()
  let isOpen = false
  let hasNews = false

  const follow = (conversationId: string, entry: Followed, lease: Lease<ConversationTopic>): Follower => {
    const follower = createFollower({
      lease,
      stream,
      userId,
      memberSinceSeq: entry.joinedSeq,
      log,
      limits,
      onDeparted(seq) {
        drop(conversationId)
        left.set(conversationId, { seq, atMs: Date.now() })
        begin(conversationId, entry.joinedSeq)
      },
    })
    entry.following = { topic: lease.value, follower }
    followed.set(conversationId, entry)
    return follower
  }
  const drop = (conversationId: string) => {
    const entry = followed.get(conversationId)
    followed.delete(conversationId)
    entry?.following?.follower[Symbol.dispose]()
  }

  const begin = (conversationId: string, joinedSeq: number) => {
    if (closing.signal.aborted || joinedSeq <= (left.get(conversationId)?.seq ?? 0)) return
    const present = followed.get(conversationId)
    if (present) {
      // Perhaps taken out and brought back, and the news of the latter came first.
      present.joinedSeq = Math.max(present.joinedSeq, joinedSeq)
      present.following?.topic.expect(joinedSeq)
      return
    }
    const entry: Followed = { joinedSeq }
    followed.set(conversationId, entry)
    followFromJoining(conversationId, entry).catch((error: unknown) => {
      // The client resumes and finds all there: better than an inbox with a conversation missing.
      stream.end(error instanceof Error ? error : new Error(String(error)))
    })
  }
  /** So that the viewer receives the event that brought it in, and everything after. */
  const followFromJoining = async (conversationId: string, entry: Followed) => {
    const { joinedSeq } = entry
    const lease = await topics.acquire(conversationId)
    if (closing.signal.aborted) return lease[Symbol.dispose]()
    await follow(conversationId, entry, lease).start(joinedSeq - 1)
  }

  /** Follows what the viewer is a member of, with events held back; returns the memberships as they are then. */
  const hold = async (): Promise<Membership[]> => {
    const before = (await log.memberships({ userId })).memberships
    const leases = await topics.acquireAll(before.map(({ conversationId }) => conversationId))
    const followers = before.flatMap(({ conversationId, joinedSeq, headSeq }) => {
      const lease = leases.get(conversationId)
      return lease ? [{ headSeq, follower: follow(conversationId, { joinedSeq }, lease) }] : []
    })
    // A topic that lags would bring events again that were seen, or that are from before the viewer joined.
    await Promise.all(followers.map(({ follower, headSeq }) => follower.reached(headSeq)))
    for (const { follower } of followers) follower.hold()
    // Read again, now that departures are listened for: one that happened in between was heard by nobody.
    const now = (await log.memberships({ userId, heads: false })).memberships
    const joinedSeqs = new Map(now.map(({ conversationId, joinedSeq }) => [conversationId, joinedSeq]))
    for (const [conversationId, { joinedSeq }] of followed) {
      if (joinedSeqs.get(conversationId) !== joinedSeq) drop(conversationId)
    }
    return now
  }
  const sendMissed = async (resume: Resume) => {
    const heldFrom = new Map<string, { joinedSeq: number; headSeq: number }>()
    for (const [conversationId, { joinedSeq, following }] of followed) {
      if (following) heldFrom.set(conversationId, { joinedSeq, headSeq: following.follower.heldAt })
    }
    await replayPlaces(log, stream, await findMissed(log, { userId, resume, heldFrom }))
  }

  return {
    userId,
    async open(resume) {
      const now = await hold()
      if (resume) await sendMissed(resume)
      const held = [...followed.values()].flatMap(({ following }) => following ?? [])
      for (const { follower } of held) await follower.release()
      isOpen = true
      for (const { conversationId, joinedSeq } of now) begin(conversationId, joinedSeq)
      if (hasNews) memberships.soon(userId)
    },
    hear(payload) {
      const event = parsePayload(userTopicEvent, payload, { logger, channel: userTopic(userId) })
      if (event?.type === 'MembershipBegan') {
        if (isOpen) begin(event.conversationId, event.seq)
        else hasNews = true
      } else if (event?.type === 'OwnMessagesRead') {
        const { conversationId, upToSeq } = event
        if (isOpen) void stream.send({ type: 'MessagesRead', conversationId, userId, upToSeq })
      } else if (event?.type === 'MembershipEnded') {
        followed.get(event.conversationId)?.following?.topic.expect(event.seq)
      }
    },
    compare(now, sinceMs) {
      if (!isOpen) {
        hasNews = true
        return
      }
      for (const { conversationId, joinedSeq } of now) begin(conversationId, joinedSeq)
      for (const [conversationId, { atMs }] of left) if (atMs < sinceMs) left.delete(conversationId)
    },
    [Symbol.dispose]() {
      closing.abort()
      for (const conversationId of followed.keys()) drop(conversationId)
    },
  }
}
