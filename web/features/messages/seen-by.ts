import type { Conversation, Person } from '../chat/conversation.ts'
import type { ChatMessage } from '../chat/message-log.ts'

/** In larger groups nobody reads the names. */
const MAX_MEMBERS_NAMED = 10

const list = new Intl.ListFormat('en', { type: 'conjunction' })

type Sent = Pick<ChatMessage, 'seq' | 'sentAt'>

/** Whether all whom a message was for have read up to it. While not all members are known here, nobody can say so. */
export function isReadByAll(conversation: Conversation, { seq, sentAt }: Sent, viewerId: string): boolean {
  const { peer, membersCursor, readMarks } = conversation
  if (!peer && membersCursor !== null) return false
  const others = peer ? [peer] : audience(conversation, sentAt, viewerId)
  return others.length > 0 && others.every(({ id }) => (readMarks[id] ?? 0) >= seq)
}

/** Who has read up to a message, in words; null when nobody has or they are too many to name. */
export function seenText(conversation: Conversation, { seq, sentAt }: Sent, viewerId: string): string | null {
  const { peer, memberCount, readMarks } = conversation
  const hasRead = ({ id }: { id: string }) => (readMarks[id] ?? 0) >= seq
  if (peer) return hasRead(peer) ? 'Seen' : null
  if (memberCount > MAX_MEMBERS_NAMED) return null
  const readers = audience(conversation, sentAt, viewerId).filter(hasRead)
  const names = readers.map(({ name }) => name.split(/\s+/)[0] ?? '')
  return names.length > 0 ? `Seen by ${list.format(names)}` : null
}

/** The others who were members when a message was sent. The mark of those who came later begins behind it. */
function audience({ members }: Conversation, sentAt: string, viewerId: string): Person[] {
  return (members ?? [])
    .filter(({ user, joinedAt }) => user.id !== viewerId && Date.parse(joinedAt) <= Date.parse(sentAt))
    .map(({ user }) => user)
}
