import { badUserInput, parseInput } from '@colloquy/platform/errors'
import { requireUser } from '@colloquy/platform/identity'
import { reactionId, readReactionId } from '@colloquy/schema/reaction-id'
import type { Context } from '../context.ts'
import type { MessageChanges } from '../messages/message-changes.ts'
import type { Message } from '../messages/messages.ts'
import { pageSize } from '../paging.ts'
import type { Resolvers } from '../resolver-types.generated.ts'
import { isMember, visibleMessage } from '../visibility/visibility.ts'
import type { Reaction } from './reactions.ts'

const DEFAULT_PAGE_SIZE = 20

async function reactionsTo(
  { id, conversationId, seq, version, deletedAt }: Message,
  context: Context,
): Promise<Reaction[]> {
  // A reaction is a change of its message.
  if (version === seq || deletedAt !== null) return []
  return (await isMember(context, conversationId)) ? context.loaders.reactions.load(id) : []
}

export function reactionResolvers(changes: MessageChanges) {
  const change = async (
    { messageId, emoji, added }: { messageId: string; emoji: string; added: boolean },
    { identity, loaders }: Context,
  ) => {
    const viewer = requireUser(identity, 'chats:write')
    const message = await changes.react(viewer.userId, messageId, { emoji, added })
    loaders.forget(message.conversationId)
    return message
  }
  return {
    Mutation: {
      addReaction: (_, args, context) => change({ ...args, added: true }, context),
      removeReaction: (_, args, context) => change({ ...args, added: false }, context),
    },
    Message: { reactions: (message, _, context) => reactionsTo(message, context) },
    Reaction: {
      __resolveReference: async ({ id }, context) => {
        const asked = readReactionId(id)
        const message = asked && (await visibleMessage(context, asked.messageId))
        if (!message) return null
        const { emoji, messageId } = asked
        const found = (await reactionsTo(message, context)).find((reaction) => reaction.emoji === emoji)
        // It may have been taken back since somebody was told of it.
        return found ?? { messageId, conversationId: message.conversationId, emoji, count: 0 }
      },
      id: ({ messageId, emoji }) => reactionId(messageId, emoji),
      users: async ({ messageId, conversationId, emoji }, { first, after }, context) => {
        const size = parseInput(pageSize, first ?? DEFAULT_PAGE_SIZE, ['first'])
        if (!(await isMember(context, conversationId))) return []
        const ids = (await context.loaders.reactors.load(messageId)).filter((one) => one.emoji === emoji).map(userOf)
        const start = after === null || after === undefined ? 0 : ids.indexOf(after) + 1
        if (start === 0 && after) throw badUserInput([{ path: ['after'], message: 'has not reacted with this emoji' }])
        return ids.slice(start, start + size).map((id) => ({ id }))
      },
      viewerReacted: async ({ messageId, conversationId, emoji }, _, context) => {
        if (!(await isMember(context, conversationId))) return false
        return (await context.loaders.ownReactions.load(messageId)).some((own) => own.emoji === emoji)
      },
    },
  } satisfies Resolvers
}

const userOf = ({ userId }: { userId: string }) => userId
