import { viewerOf } from '@colloquy/platform/identity'
import type { Attachment } from '../attachments/attachments.ts'
import type { Context } from '../context.ts'
import type { Conversation } from '../conversations/conversations.ts'
import type { Membership } from '../members/members.ts'
import type { Message } from '../messages/messages.ts'
import { asLeft, messageAsLeft } from './as-left.ts'

/**
 * Who may see what. A member sees a conversation as it stands. Who has left sees nothing of it, but for what an event up to
 * their leaving speaks of, and that as it was then, with lists that are empty rather than refused: an error would take the
 * event from them. To all others it does not exist. A service gets what PUBLIC_FIELDS lists and is refused here, where a
 * membership would have to be known.
 */

/**
 * The viewer's latest stay in a conversation, which may have ended; null when there is none.
 * @throws DomainError FORBIDDEN to a service
 */
export async function stayOf({ identity, loaders }: Context, conversationId: string): Promise<Membership | null> {
  return viewerOf(identity) && loaders.stay.load(conversationId)
}

/**
 * Whether the viewer may see what is in a conversation now, its messages and members.
 * @throws DomainError FORBIDDEN to a service
 */
export const isMember = async (context: Context, conversationId: string): Promise<boolean> =>
  (await stayOf(context, conversationId))?.leftSeq === null

/** Null when the viewer is no member of such a conversation. */
export async function visibleConversation(context: Context, id: string): Promise<Conversation | null> {
  return (await isMember(context, id)) ? context.loaders.conversation.load(id) : null
}

/** Null when the viewer is no member of the conversation of such a message. */
export async function visibleMessage(context: Context, id: string): Promise<Message | null> {
  const message = await context.loaders.message.load(id)
  return message && (await isMember(context, message.conversationId)) ? message : null
}

/** The conversation that an event or a message speaks of: to who has left, as it was when they did. */
export async function referredConversation(context: Context, id: string): Promise<Conversation | null> {
  const { identity, loaders } = context
  if (identity.kind === 'service') return loaders.conversation.load(id)
  const stay = await stayOf(context, id)
  if (!stay) return null
  const conversation = await loaders.conversation.load(id)
  if (stay.leftSeq === null || !conversation) return conversation
  const head = await loaders.headAt.load({ conversationId: id, seq: stay.leftSeq })
  return head && asLeft(conversation, head, new Date(stay.leftAtMs ?? 0))
}

/** The message that an event or an answer speaks of: to who has left, as it was when they did; null when it came after that. */
export async function referredMessage(context: Context, id: string): Promise<Message | null> {
  const message = await context.loaders.message.load(id)
  if (!message || context.identity.kind === 'service') return message
  const stay = await stayOf(context, message.conversationId)
  if (!stay) return null
  const leftSeq = stay.leftSeq ?? Infinity
  if (message.version <= leftSeq) return message
  return message.seq <= leftSeq ? messageAsLeft(message, leftSeq) : null
}

/** A file that an event speaks of; an upload that is in no message yet is its owner's alone. */
export async function referredAttachment(context: Context, id: string): Promise<Attachment | null> {
  const { identity, loaders } = context
  const attachment = await loaders.attachment.load(id)
  if (!attachment) return null
  const { ownerId, conversationId, usedBy } = attachment
  if (conversationId === null || usedBy === null) {
    return identity.kind === 'user' && identity.userId === ownerId ? attachment : null
  }
  if (identity.kind === 'service') return attachment
  const stay = await stayOf(context, conversationId)
  if (!stay) return null
  if (stay.leftSeq === null) return attachment
  const message = await loaders.placeOfMessage.load(usedBy)
  return message && message.seq <= stay.leftSeq ? attachment : null
}
