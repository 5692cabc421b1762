import type { Conversation } from '../chat/conversation.ts'

/** In larger groups nobody reads the names. */
const MAX_MEMBERS_NAMED = 10

const list = new Intl.ListFormat('en', { type: 'conjunction' })

/** Whether all others have read up to a message. */
export function isReadByAll({ peer, members, readMarks }: Conversation, seq: number, viewerId: string): boolean {
  const others = peer ? [peer] : (members ?? []).map(({ user }) => user).filter(({ id }) => id !== viewerId)
  return others.length > 0 && others.every(({ id }) => (readMarks[id] ?? 0) >= seq)
}

/** Who has read up to a message, in words; null when nobody has or they are too many to name. */
export function seenText(conversation: Conversation, seq: number, viewerId: string): string | null {
  const { peer, members, memberCount, readMarks } = conversation
  const hasRead = ({ id }: { id: string }) => id !== viewerId && (readMarks[id] ?? 0) >= seq
  if (peer) return hasRead(peer) ? 'Seen' : null
  if (memberCount > MAX_MEMBERS_NAMED) return null
  const names = (members ?? []).filter(({ user }) => hasRead(user)).map(({ user }) => user.name.split(/\s+/)[0] ?? '')
  return names.length > 0 ? `Seen by ${list.format(names)}` : null
}
