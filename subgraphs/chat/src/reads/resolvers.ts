import { requireUser } from '@colloquy/platform/identity'
import { reloadConversation } from '../conversations/resolvers.ts'
import type { Resolvers } from '../resolver-types.generated.ts'
import type { Reads } from './reads.ts'

export function readResolvers(reads: Reads) {
  return {
    Mutation: {
      markRead: async (_, { conversationId, seq }, context) => {
        const viewer = requireUser(context.identity, 'chats:write')
        await reads.markRead(viewer.userId, conversationId, seq)
        return reloadConversation(context, conversationId)
      },
      setTyping: async (_, { conversationId, typing }, { identity }) => {
        const viewer = requireUser(identity, 'chats:write')
        await reads.setTyping(viewer.userId, conversationId, typing)
        return true
      },
    },
  } satisfies Resolvers
}
