import type { Draft } from '../events/entry.ts'
import { requireAdmin } from '../members/changes.ts'
import type { Membership } from '../members/members.ts'
import type { Message } from './messages.ts'

/** Takes a message away for everybody; null when that was done already. */
export function deleteMessage(message: Message, by: Pick<Membership, 'userId' | 'role'>): Draft | null {
  // In a direct conversation nobody is an admin.
  if (message.senderId !== by.userId) requireAdmin(by)
  if (message.deletedAt !== null) return null
  const { id: messageId, attachmentIds } = message
  return { type: 'MessageDeleted', messageId, byId: by.userId, attachmentIds }
}
