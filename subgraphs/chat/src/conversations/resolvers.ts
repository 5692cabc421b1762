import { notFound, parseInput } from '@colloquy/platform/errors'
import { requireUser } from '@colloquy/platform/identity'
import { z } from 'zod'
import type { Context } from '../context.ts'
import { unreadCount } from '../members/members.ts'
import type { MemberStore } from '../members/store.ts'
import { messageCursor } from '../messages/history.ts'
import { decodeCursor, encodeCursor, pageSize, toConnection } from '../paging.ts'
import type { Resolvers } from '../resolver-types.generated.ts'
import { referredConversation, stayOf, visibleConversation } from '../visibility/visibility.ts'
import type { Conversation, Conversations } from './conversations.ts'
import { FIRST_POSITION, newestFirst } from './newest-first.ts'

const DEFAULT_PAGE_SIZE = 30
/** Its positions are milliseconds of the last activity, and the id. */
const list = {
  name: 'conversations',
  position: z.tuple([z.int().min(0).max(FIRST_POSITION.lastActivityAt.getTime()), z.string()]),
}

/** The conversation as it is after what the viewer has just done to it. */
export async function reloadConversation(context: Context, id: string): Promise<Conversation> {
  context.loaders.forget(id)
  const conversation = await visibleConversation(context, id)
  if (!conversation) throw notFound('conversation')
  return conversation
}

export function conversationResolvers(conversations: Conversations, members: Pick<MemberStore, 'newest'>) {
  return {
    Query: {
      conversations: async (_, args, { identity, loaders }) => {
        const { userId } = requireUser(identity, 'chats:read')
        const size = parseInput(pageSize, args.first ?? DEFAULT_PAGE_SIZE, ['first'])
        const position = decodeCursor(list, args.after, 'after')
        const after = position ? { lastActivityAt: new Date(position[0]), id: position[1] } : FIRST_POSITION
        const memberships = await members.newest(userId, size + 1, after)
        for (const membership of memberships) loaders.stay.prime(membership.conversationId, membership)
        const ids = memberships.map(({ conversationId }) => conversationId)
        const loaded = await Promise.all(ids.map((id) => loaders.conversation.load(id)))
        const found = newestFirst(
          loaded.filter((conversation) => conversation !== null),
          size + 1,
          after,
        )
        return toConnection(
          { nodes: found.slice(0, size), hasNextPage: found.length > size, hasPreviousPage: position !== null },
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
        const lastReadCursor = messageCursor({ conversationId: id, seq: lastReadSeq })
        return { role, lastReadSeq, lastReadCursor, unreadCount: unreadCount(lastOrdinal, stay) }
      },
    },
  } satisfies Resolvers
}
