import type { Attachments } from './attachments/attachments.ts'
import { attachmentResolvers } from './attachments/resolvers.ts'
import type { Conversations } from './conversations/conversations.ts'
import { conversationResolvers } from './conversations/resolvers.ts'
import type { Groups } from './members/groups.ts'
import { memberResolvers } from './members/resolvers.ts'
import type { MemberStore } from './members/store.ts'
import type { MessageChanges } from './messages/message-changes.ts'
import type { Messages } from './messages/messages.ts'
import { messageResolvers } from './messages/resolvers.ts'
import { reactionResolvers } from './reactions/resolvers.ts'
import type { Reads } from './reads/reads.ts'
import { readResolvers } from './reads/resolvers.ts'

/** What chat does, and what resolvers read besides what loaders batch for them. */
export interface Chat {
  conversations: Conversations
  groups: Groups
  messages: Messages
  messageChanges: MessageChanges
  attachments: Attachments
  reads: Reads
  stores: { members: Pick<MemberStore, 'newest'> }
}

/** All domains' resolvers as one map; several domains add to one type. */
export function createResolvers({ conversations, groups, messages, messageChanges, attachments, reads, stores }: Chat) {
  const ofConversations = conversationResolvers(conversations, stores.members)
  const ofMembers = memberResolvers(groups)
  const ofMessages = messageResolvers(messages, messageChanges)
  const ofAttachments = attachmentResolvers(attachments)
  const ofReactions = reactionResolvers(messageChanges)
  const ofReads = readResolvers(reads)
  return {
    Query: { ...ofConversations.Query, ...ofMessages.Query },
    Mutation: {
      ...ofConversations.Mutation,
      ...ofMembers.Mutation,
      ...ofMessages.Mutation,
      ...ofReactions.Mutation,
      ...ofAttachments.Mutation,
      ...ofReads.Mutation,
    },
    Conversation: { ...ofConversations.Conversation, ...ofMembers.Conversation, ...ofMessages.Conversation },
    Member: ofMembers.Member,
    Message: { ...ofMessages.Message, ...ofReactions.Message },
    Reaction: ofReactions.Reaction,
    Quote: ofMessages.Quote,
    Attachment: ofAttachments.Attachment,
  }
}
