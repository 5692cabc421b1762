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
  return identity.kind === 'user' && (await loaders.stay.load(conversationId))?.leftSeq === null
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

/**
 * What an event speaks of, for whoever got it: the event that takes somebody out, and those before it, still reach them,
 * so a stay that has ended counts. Nobody but the gateway can ask by reference, and it asks of events alone.
 */
async function mayHaveHeardOf({ identity, loaders }: Context, conversationId: string, seq = 0): Promise<boolean> {
  if (identity.kind === 'service') return true
  const stay = identity.kind === 'user' ? await loaders.stay.load(conversationId) : null
  return stay !== null && seq <= (stay.leftSeq ?? Infinity)
}

/** The conversation of an event. */
export async function referredConversation(context: Context, id: string): Promise<Conversation | null> {
  return (await mayHaveHeardOf(context, id)) ? context.loaders.conversation.load(id) : null
}

/** The message of an event. */
export async function referredMessage(context: Context, id: string): Promise<Message | null> {
  const message = await context.loaders.message.load(id)
  return message && (await mayHaveHeardOf(context, message.conversationId, message.seq)) ? message : null
}

/** A file of an event's message. */
export async function referredAttachment(context: Context, id: string): Promise<Attachment | null> {
  const attachment = await context.loaders.attachment.load(id)
  if (attachment?.conversationId && (await mayHaveHeardOf(context, attachment.conversationId))) return attachment
  return visibleAttachment(context, id)
}

/** Whether whoever asks has left: what is in the conversation now is not theirs to see. */
export async function hasLeft({ identity, loaders }: Context, conversationId: string): Promise<boolean> {
  return identity.kind === 'user' && (await loaders.stay.load(conversationId))?.leftSeq !== null
}

/** Null when there is none that whoever asks may see: an upload that is not used yet is its owner's alone. */
export async function visibleAttachment(context: Context, id: string): Promise<Attachment | null> {
  const attachment = await context.loaders.attachment.load(id)
  if (!attachment) return null
  const { ownerId, conversationId } = attachment
  if (conversationId !== null) return (await maySee(context, conversationId)) ? attachment : null
  return context.identity.kind === 'user' && context.identity.userId === ownerId ? attachment : null
}
