import type { Identity } from '@colloquy/platform/identity'
import type { Attachment } from './attachments/attachments.ts'
import type { Conversation } from './conversations/conversations.ts'
import type { Loaders } from './loaders.ts'
import type { Message } from './messages/messages.ts'

/** What the resolvers of one request share. */
export interface Context {
  identity: Identity
  loaders: Loaders
}

/**
 * Whether whoever asks may see a conversation: its members may, and Colloquy's own services, which have checked the right
 * of those they ask for.
 */
async function maySee({ identity, loaders }: Context, conversationId: string): Promise<boolean> {
  if (identity.kind === 'service') return true
  return identity.kind === 'user' && (await loaders.membership.load(conversationId)) !== null
}

/** Null when there is none that whoever asks may see. */
export async function visibleConversation(context: Context, id: string): Promise<Conversation | null> {
  return (await maySee(context, id)) ? context.loaders.conversation.load(id) : null
}

/** Null when there is none that whoever asks may see. */
export async function visibleMessage(context: Context, id: string): Promise<Message | null> {
  const message = await context.loaders.message.load(id)
  return message && (await maySee(context, message.conversationId)) ? message : null
}

/** Null when there is none that whoever asks may see: an upload that is not used yet is its owner's alone. */
export async function visibleAttachment(context: Context, id: string): Promise<Attachment | null> {
  const attachment = await context.loaders.attachment.load(id)
  if (!attachment) return null
  const { ownerId, conversationId } = attachment
  if (conversationId !== null) return (await maySee(context, conversationId)) ? attachment : null
  return context.identity.kind === 'user' && context.identity.userId === ownerId ? attachment : null
}
