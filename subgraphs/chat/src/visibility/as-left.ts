import type { Conversation } from '../conversations/conversations.ts'
import type { Head } from '../events/entry.ts'
import type { Message } from '../messages/messages.ts'

/**
 * A conversation as it was when somebody left it. Written field by field, so that a new one has to be thought of here: what
 * it has come to since is not for them.
 * @param head what the log had come to with the event by which they left
 */
export function asLeft(
  { id, kind, peerIds, title, createdAt }: Conversation,
  { seq, ordinal, memberCount }: Head,
  leftAt: Date,
): Conversation {
  return {
    id,
    kind,
    peerIds,
    createdAt,
    // Given when the group is made, and not changed after.
    title,
    lastSeq: seq,
    lastOrdinal: ordinal,
    memberCount,
    lastMessageId: null,
    lastActivityAt: leftAt,
    lastEventAtMs: leftAt.getTime(),
  }
}

/**
 * A message that was changed after somebody left, to them. What it said before is nowhere any more, so only what cannot change
 * is left of it.
 */
export function messageAsLeft(message: Message, leftSeq: number): Message {
  const { id, conversationId, seq, contentVersion, ordinal, senderId, clientId, sentAt } = message
  // Only reactions came, which are for members.
  if (contentVersion <= leftSeq) return { ...message, version: contentVersion }
  return {
    id,
    conversationId,
    seq,
    version: seq,
    contentVersion: seq,
    ordinal,
    senderId,
    clientId,
    text: '',
    attachmentIds: [],
    quotedId: null,
    sentAt,
    editedAt: null,
    deletedAt: null,
  }
}
