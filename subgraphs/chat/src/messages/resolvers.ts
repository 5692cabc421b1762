import { notFound } from '@colloquy/platform/errors'
import { requireUser } from '@colloquy/platform/identity'
import { EMPTY_CONNECTION, toConnection } from '../paging.ts'
import type { Resolvers } from '../resolver-types.generated.ts'
import { isMember, referredConversation, referredMessage, visibleMessage } from '../visibility/visibility.ts'
import { messageCursor, parseHistory, toPage } from './history.ts'
import type { MessageChanges } from './message-changes.ts'
import type { Messages } from './messages.ts'
import { quoteOf } from './new-message.ts'

export function messageResolvers(messages: Messages, changes: MessageChanges) {
  return {
    Query: {
      message: (_, { id }, context) => {
        requireUser(context.identity, 'chats:read')
        return visibleMessage(context, id)
      },
    },
    Mutation: {
      sendMessage: async (_, { input }, { identity, loaders }) => {
        const viewer = requireUser(identity, 'chats:write')
        const message = await messages.send(viewer.userId, input)
        loaders.forget(message.conversationId)
        return message
      },
      editMessage: async (_, { id, text }, { identity, loaders }) => {
        const viewer = requireUser(identity, 'chats:write')
        const message = await changes.edit(viewer.userId, id, text)
        loaders.forget(message.conversationId)
        return message
      },
      deleteMessage: async (_, { id }, { identity, loaders }) => {
        const viewer = requireUser(identity, 'chats:write')
        const message = await changes.remove(viewer.userId, id)
        loaders.forget(message.conversationId)
        return message
      },
    },
    Conversation: {
      messages: async ({ id, lastOrdinal }, args, context) => {
        const request = parseHistory(id, args)
        if (!(await isMember(context, id))) return EMPTY_CONNECTION
        const page = await context.loaders.history.load({ conversationId: id, request })
        return toConnection(toPage(page, request, lastOrdinal), messageCursor)
      },
    },
    Message: {
      __resolveReference: ({ id }, context) => referredMessage(context, id),
      conversation: async ({ conversationId }, _, context) => {
        const conversation = await referredConversation(context, conversationId)
        if (!conversation) throw notFound('conversation')
        return conversation
      },
      sender: ({ senderId }) => ({ id: senderId }),
      attachments: async ({ attachmentIds }, _, { loaders }) => {
        const attachments = await Promise.all(attachmentIds.map((id) => loaders.attachment.load(id)))
        return attachments.filter((attachment) => attachment !== null)
      },
      quote: async ({ quotedId }, _, context) => {
        const quoted = quotedId === null ? null : await referredMessage(context, quotedId)
        return quoted && quoteOf(quoted)
      },
    },
    Quote: {
      sender: ({ senderId }) => ({ id: senderId }),
    },
  } satisfies Resolvers
}
