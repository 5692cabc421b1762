import { notFound, parseInput } from '@colloquy/platform/errors'
import { requireUser } from '@colloquy/platform/identity'
import { z } from 'zod'
import type { Context } from '../context.ts'
import { unreadCount } from '../members/members.ts'
import type { MemberStore } from '../members/store.ts'
import { decodeCursor, encodeCursor, pageSize, toConnection } from '../paging.ts'
import type { Resolvers } from '../resolver-types.generated.ts'
import { referredConversation, stayOf, visibleConversation } from '../visibility/visibility.ts'
import type { Conversation, Conversations } from './conversations.ts'
import type { ConversationStore } from './store.ts'

const DEFAULT_PAGE_SIZE = 30
/** The greatest instant that a Date can hold, in milliseconds. */
const LAST_INSTANT_MS = 8.64e15
/** Its positions are milliseconds of the last activity, and the id. */
const list = { name: 'conversations', position: z.tuple([z.int().min(0).max(LAST_INSTANT_MS), z.string()]) }

/** The conversation as it is after what the viewer has just done to it. */
export async function reloadConversation(context: Context, id: string): Promise<Conversation> {
  context.loaders.forget(id)
  const conversation = await visibleConversation(context, id)
  if (!conversation) throw notFound('conversation')
  return conversation
}

export function conversationResolvers(
  conversations: Conversations,
  stores: { conversations: Pick<ConversationStore, 'newest'>; members: Pick<MemberStore, 'ofUser'> },
) {
  return {
    Query: {
      conversations: async (_, { first, after }, { identity }) => {
        const { userId } = requireUser(identity, 'chats:read')
        const size = parseInput(pageSize, first ?? DEFAULT_PAGE_SIZE, ['first'])
        const [atMs, id] = decodeCursor(list, after, 'after') ?? []
        const bound = atMs !== undefined && id !== undefined ? { lastActivityAt: new Date(atMs), id } : undefined
        const memberships = await stores.members.ofUser(userId)
        const ids = memberships.map(({ conversationId }) => conversationId)
        const found = await stores.conversations.newest(ids, size + 1, bound)
        return toConnection(
          { nodes: found.slice(0, size), hasNextPage: found.length > size, hasPreviousPage: bound !== undefined },
          ({ lastActivityAt, id }) => encodeCursor(list, [lastActivityAt.getTime(), id]),
        )
      },
      conversation: (_, { id }, context) => {
        requireUser(context.identity, 'chats:read')
        return visibleConversation(context, id)
      },
    },
    Mutation: {
      openDirectConversation: async (_, { userId }, context) => {
        const viewer = requireUser(context.identity, 'chats:write')
        return reloadConversation(context, await conversations.openDirect(viewer.userId, userId))
      },
      createGroup: async (_, { input }, context) => {
        const viewer = requireUser(context.identity, 'chats:write')
        return reloadConversation(context, await conversations.createGroup(viewer.userId, input))
      },
    },
    Conversation: {
      __resolveReference: ({ id }, context) => referredConversation(context, id),
      lastMessage: ({ lastMessageId }, _, { loaders }) =>
        lastMessageId === null ? null : loaders.message.load(lastMessageId),
      viewer: async ({ id, lastOrdinal }, _, context) => {
        const stay = await stayOf(context, id)
        if (!stay) throw notFound('conversation')
        const { role, lastReadSeq } = stay
        return { role, lastReadSeq, unreadCount: unreadCount(lastOrdinal, stay) }
      },
    },
  } satisfies Resolvers
}
