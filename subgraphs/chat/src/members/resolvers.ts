import { parseInput } from '@colloquy/platform/errors'
import { requireUser } from '@colloquy/platform/identity'
import { z } from 'zod'
import { reloadConversation } from '../conversations/resolvers.ts'
import { showsReading } from '../people/discretion.ts'
import { EMPTY_CONNECTION, decodeCursor, encodeCursor, pageSize, toConnection } from '../paging.ts'
import type { Resolvers } from '../resolver-types.generated.ts'
import { isMember } from '../visibility/visibility.ts'
import type { Groups } from './groups.ts'

const DEFAULT_PAGE_SIZE = 50
const position = z.tuple([z.int().nonnegative()])

const membersOf = (conversationId: string) => ({ name: `members of ${conversationId}`, position })

export function memberResolvers(groups: Groups) {
  return {
    Mutation: {
      addMembers: async (_, { conversationId, userIds }, context) => {
        const viewer = requireUser(context.identity, 'chats:write')
        await groups.add(viewer.userId, conversationId, userIds)
        return reloadConversation(context, conversationId)
      },
      removeMember: async (_, { conversationId, userId }, context) => {
        const viewer = requireUser(context.identity, 'chats:write')
        await groups.remove(viewer.userId, conversationId, userId)
        return reloadConversation(context, conversationId)
      },
      leaveConversation: async (_, { conversationId }, { identity, loaders }) => {
        const viewer = requireUser(identity, 'chats:write')
        await groups.leave(viewer.userId, conversationId)
        loaders.forget(conversationId)
        return true
      },
    },
    Conversation: {
      members: async ({ id, memberCount }, { first, after }, context) => {
        const size = parseInput(pageSize, first ?? DEFAULT_PAGE_SIZE, ['first'])
        const [afterPlace = null] = decodeCursor(membersOf(id), after, 'after') ?? []
        if (!(await isMember(context, id))) return { ...EMPTY_CONNECTION, totalCount: memberCount }
        const found = await context.loaders.members.load({ conversationId: id, afterPlace, limit: size + 1 })
        const connection = toConnection(
          { nodes: found.slice(0, size), hasNextPage: found.length > size, hasPreviousPage: afterPlace !== null },
          (member) => encodeCursor(membersOf(id), [member.place]),
        )
        return { ...connection, totalCount: memberCount }
      },
    },
    Member: {
      user: ({ userId }) => ({ id: userId }),
      lastReadSeq: async ({ conversationId, userId, lastReadSeq, joinedSeq }, _, { loaders }) => {
        const conversation = await loaders.conversation.load(conversationId)
        const isShown = await showsReading(userId, conversation?.peerIds ?? [], loaders.policiesOf)
        return isShown ? lastReadSeq : joinedSeq
      },
    },
  } satisfies Resolvers
}
