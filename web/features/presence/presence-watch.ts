import { MAX_PRESENCE_USERS } from '@colloquy/schema/rules'
import { graphql } from '../../graphql/generated/gql.ts'
import type { PresenceSubscription as PresenceResult } from '../../graphql/generated/graphql.ts'
import { keepSubscribed } from '../live/keep-subscribed.ts'
import type { LiveSocket } from '../live/live-socket.ts'
import type { Session } from '../session/session.ts'
import type { Store } from '../store/store.ts'
import { createStore } from '../store/store.ts'

/** Scrolling a list changes who is visible again and again; the subscription follows when it rests. */
const SETTLE_MS = 300

const PresenceSubscription = graphql(`
  subscription Presence($userIds: [ID!]!) {
    presence(userIds: $userIds) {
      user {
        id
      }
      presence {
        status
        lastSeenAt
      }
    }
  }
`)

export type Presence = PresenceResult['presence']['presence']

export interface PresenceWatch {
  known: Store<ReadonlyMap<string, Presence>>
  /** Somebody came into view; returns how to say that they left it. */
  watch: (userId: string) => () => void
  start: () => () => void
}

/** Who of the people in view is there, by one subscription that is renewed as they change. */
export function createPresenceWatch({ socket, session }: { socket: LiveSocket; session: Session }): PresenceWatch {
  const known = createStore<ReadonlyMap<string, Presence>>(new Map())
  const views = new Map<string, number>()
  let running: { userIds: string; stop: AbortController } | null = null
  let settling: ReturnType<typeof setTimeout> | undefined
  let isStarted = false

  const subscribe = () => {
    const userIds = [...views.keys()].toSorted().slice(0, MAX_PRESENCE_USERS)
    if (!isStarted || running?.userIds === userIds.join()) return
    running?.stop.abort()
    running = null
    if (userIds.length === 0) return
    running = { userIds: userIds.join(), stop: new AbortController() }
    void keepSubscribed({
      socket,
      session,
      signal: running.stop.signal,
      document: PresenceSubscription,
      variables: () => ({ userIds }),
      onData: ({ presence: { user, presence } }) =>
        known.update((presences) => new Map(presences).set(user.id, presence)),
    })
  }
  const settle = () => {
    clearTimeout(settling)
    settling = setTimeout(subscribe, SETTLE_MS)
  }

  return {
    known,
    watch: (userId) => {
      views.set(userId, (views.get(userId) ?? 0) + 1)
      settle()
      return () => {
        const left = (views.get(userId) ?? 1) - 1
        if (left > 0) views.set(userId, left)
        else views.delete(userId)
        settle()
      }
    },
    start: () => {
      isStarted = true
      settle()
      return () => {
        isStarted = false
        clearTimeout(settling)
        running?.stop.abort()
        running = null
      }
    },
  }
}
