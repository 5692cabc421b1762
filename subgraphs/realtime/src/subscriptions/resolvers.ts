import { requireUser } from '@colloquy/platform/identity'
import { reactionId } from '@colloquy/schema/reaction-id'
import type { Resolvers } from '../resolver-types.generated.ts'
import { cursorAt } from './cursor.ts'

/** What all durable events have in common. */
const durable = {
  conversation: ({ conversationId }: { conversationId: string }) => ({ id: conversationId }),
  seq: ({ seq }: { seq: number }) => seq,
  cursor: ({ atMs }: { atMs: number }) => cursorAt(atMs),
}
/** What all transient events have in common. */
const transient = {
  conversation: durable.conversation,
  user: ({ userId }: { userId: string }) => ({ id: userId }),
  seq: () => null,
  cursor: () => null,
}

/** Translates published payloads into the schema's events. */
export const subscriptionResolvers = {
  Query: {
    inboxCursor: (_, __, { identity, nowMs }) => {
      requireUser(identity, 'chats:read')
      return cursorAt(nowMs())
    },
  },
  ConversationEvent: { __resolveType: ({ type }) => type },
  MessageSent: durable,
  MessageEdited: durable,
  MessageDeleted: durable,
  ReactionChanged: { ...durable, user: transient.user },
  MembersChanged: {
    ...durable,
    joined: ({ joinedIds }) => joinedIds.map((id) => ({ id })),
    left: ({ leftIds }) => leftIds.map((id) => ({ id })),
    by: ({ byId }) => (byId === null ? null : { id: byId }),
  },
  UnknownEvent: durable,
  MessagesRead: transient,
  TypingChanged: transient,
  Message: {
    conversation: durable.conversation,
    sender: ({ senderId }) => ({ id: senderId }),
    reactions: ({ id, reactions }) =>
      reactions.map((reaction) => ({ ...reaction, id: reactionId(id, reaction.emoji) })),
  },
  Quote: { sender: ({ senderId }) => ({ id: senderId }) },
} satisfies Resolvers
