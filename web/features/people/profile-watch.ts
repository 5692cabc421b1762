import type { ApolloClient } from '@apollo/client'
import { MAX_PROFILE_USERS } from '@colloquy/schema/rules'
import { graphql } from '../../graphql/generated/gql.ts'
import type { ProfileFragment } from '../../graphql/generated/graphql.ts'
import type { ChatState } from '../chat/chat-state.ts'
import { withPerson } from '../chat/with-person.ts'
import { keepSubscribed } from '../live/keep-subscribed.ts'
import type { LiveSocket } from '../live/live-socket.ts'
import type { Session } from '../session/session.ts'
import type { Store } from '../store/store.ts'
import { peopleIn } from './people-in.ts'

/** A conversation that opens brings its people at once, and the next ones soon. */
const SETTLE_MS = 300

const ProfileFragmentDocument = graphql(`
  fragment Profile on User {
    id
    name
    username
    bio
  }
`)

const ProfilesSubscription = graphql(`
  subscription Profiles($userIds: [ID!]!) {
    profiles(userIds: $userIds) {
      user {
        ...Profile
      }
    }
  }
`)

interface ProfileWatchOptions {
  apollo: ApolloClient
  socket: LiveSocket
  session: Session
  state: Store<ChatState>
}

/**
 * Follows the profiles of the viewer and of the people in the conversations that are here, by one subscription that is renewed as
 * they change, and renews them in the chat's state and in Apollo's cache. Returns how to stop.
 */
export function watchProfiles({ apollo, socket, session, state }: ProfileWatchOptions): () => void {
  let running: { userIds: string; stop: AbortController } | null = null
  let settling: ReturnType<typeof setTimeout> | undefined

  const onProfile = (profile: ProfileFragment) => {
    // The socket's answers are without the names of types, by which the cache knows what is the same.
    const data = { __typename: 'User', ...profile }
    apollo.cache.writeFragment({ fragment: ProfileFragmentDocument, fragmentName: 'Profile', data })
    state.update((known) => withPerson(known, profile))
  }
  const subscribe = () => {
    settling = undefined
    const userIds = peopleIn(state.get()).slice(0, MAX_PROFILE_USERS).toSorted()
    if (running?.userIds === userIds.join()) return
    running?.stop.abort()
    running = { userIds: userIds.join(), stop: new AbortController() }
    void keepSubscribed({
      socket,
      session,
      signal: running.stop.signal,
      document: ProfilesSubscription,
      variables: () => ({ userIds }),
      onData: ({ profiles: { user } }) => onProfile(user),
    })
  }
  const settle = () => {
    settling ??= setTimeout(subscribe, SETTLE_MS)
  }

  settle()
  const stopListening = state.subscribe(settle)
  return () => {
    stopListening()
    clearTimeout(settling)
    running?.stop.abort()
  }
}
