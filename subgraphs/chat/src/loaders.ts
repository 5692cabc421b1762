import type { Policy } from '@colloquy/schema/people'
import DataLoader from 'dataloader'
import type { Attachment } from './attachments/attachments.ts'
import type { Conversation } from './conversations/conversations.ts'
import type { Head } from './events/entry.ts'
import type { EventStore, Place } from './events/store.ts'
import type { Membership } from './members/members.ts'
import type { MemberStore } from './members/store.ts'
import type { HistoryRequest } from './messages/history.ts'
import type { Message } from './messages/messages.ts'
import type { MessageStore } from './messages/store.ts'
import type { ReactionStore } from './reactions/store.ts'
import type { Users } from './users.ts'

export interface LoaderSources {
  conversations: { byIds: (ids: readonly string[]) => Promise<Conversation[]> }
  messages: Pick<MessageStore, 'byIds' | 'history'>
  attachments: { byIds: (ids: readonly string[]) => Promise<Attachment[]> }
  members: Pick<MemberStore, 'staysIn' | 'page'>
  events: Pick<EventStore, 'headsAt' | 'placesOf'>
  users: Pick<Users, 'policiesOf'>
  reactions: Pick<ReactionStore, 'counts' | 'reactors' | 'own'>
}

interface HistoryKey {
  conversationId: string
  request: HistoryRequest
}

interface MemberPageKey {
  conversationId: string
  afterPlace: number | null
  limit: number
}

export type Loaders = ReturnType<typeof createLoaders>

/**
 * What one request has read, so that each thing is asked for once and all of a kind in one query.
 * @param viewerId whose memberships are meant; null when nobody's
 */
export function createLoaders(sources: LoaderSources, viewerId: string | null) {
  const { conversations, messages, attachments, members, events, users, reactions } = sources
  const policy = byKey(
    async (ids) => [...(await users.policiesOf(ids)).values()],
    ({ userId }: Policy) => userId,
  )
  const loaders = {
    conversation: byKey(conversations.byIds, ({ id }) => id),
    message: byKey(messages.byIds, ({ id }) => id),
    attachment: byKey(attachments.byIds, ({ id }) => id),
    /** By message. */
    reactions: groupedBy(reactions.counts, ofMessage),
    /** Who has reacted to a message, from the first on. */
    reactors: groupedBy(reactions.reactors, ofMessage),
    /** The viewer's, to a message. */
    ownReactions: groupedBy(async (ids) => (viewerId === null ? [] : reactions.own(viewerId, ids)), ofMessage),
    /** The viewer's latest stay, which may have ended, by conversation. */
    stay: byKey(
      async (ids) => (viewerId === null ? [] : members.staysIn(viewerId, ids)),
      ({ conversationId }: Membership) => conversationId,
    ),
    /** A page of a conversation's messages: however often one is asked for, it is read once. */
    history: new DataLoader<HistoryKey, Message[], string>(
      (keys) => Promise.all(keys.map(({ conversationId, request }) => messages.history(conversationId, request))),
      { cacheKeyFn: (key) => JSON.stringify(key) },
    ),
    /** What the log had come to with an event. */
    headAt: new DataLoader<Place, Head | null, string>(
      async (places) => {
        const heads = new Map((await events.headsAt(places)).map((head) => [keyOfPlace(head), head]))
        return places.map((place) => heads.get(keyOfPlace(place)) ?? null)
      },
      { cacheKeyFn: keyOfPlace },
    ),
    /** Where a message is, by its client key. */
    placeOfMessage: byKey(events.placesOf, ({ clientKey }) => clientKey),
    /** A page of a conversation's members, likewise. */
    members: new DataLoader<MemberPageKey, Membership[], string>(
      (keys) => Promise.all(keys.map((key) => members.page(key.conversationId, key.afterPlace, key.limit))),
      { cacheKeyFn: (key) => JSON.stringify(key) },
    ),
    /** Of users who do not answer, nobody has a policy: what depends on it is hidden. */
    policiesOf: async (ids: readonly string[]): Promise<Map<string, Policy>> => {
      const found = await Promise.all(ids.map((id) => policy.load(id).catch(() => null)))
      return new Map(found.flatMap((one) => (one ? [[one.userId, one] as const] : [])))
    },
    /** To be called after a mutation: what was read of the conversation before it is old. */
    forget(conversationId: string): void {
      loaders.conversation.clear(conversationId)
      loaders.stay.clear(conversationId)
      loaders.message.clearAll()
      loaders.history.clearAll()
      loaders.reactions.clearAll()
      loaders.reactors.clearAll()
      loaders.ownReactions.clearAll()
      loaders.members.clearAll()
    },
  }
  return loaders
}

const keyOfPlace = ({ conversationId, seq }: Place): string => `${conversationId} ${seq}`

const ofMessage = ({ messageId }: { messageId: string }) => messageId

function groupedBy<Value>(load: (keys: readonly string[]) => Promise<Value[]>, keyOf: (value: Value) => string) {
  return new DataLoader<string, Value[]>(async (keys) => {
    const found = Map.groupBy(await load(keys), keyOf)
    return keys.map((key) => found.get(key) ?? [])
  })
}

function byKey<Value>(load: (keys: readonly string[]) => Promise<Value[]>, keyOf: (value: Value) => string) {
  return new DataLoader<string, Value | null>(async (keys) => {
    const found = new Map((await load(keys)).map((value) => [keyOf(value), value]))
    return keys.map((key) => found.get(key) ?? null)
  })
}
