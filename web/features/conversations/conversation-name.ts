import type { Conversation } from '../chat/conversation.ts'

/** What a conversation goes by: the other's name, or the group's title. */
export function conversationName({ peer, title }: Pick<Conversation, 'peer' | 'title'>): string {
  return peer?.name ?? title ?? 'Conversation'
}

/** “Ann is typing”, or null when nobody is. */
export function typingText({ typing, kind }: Pick<Conversation, 'typing' | 'kind'>): string | null {
  const names = typing.map(({ person }) => person.name.split(/\s+/)[0] ?? person.name)
  if (names.length === 0) return null
  if (kind === 'DIRECT') return 'typing'
  if (names.length === 1) return `${names[0]} is typing`
  return names.length === 2 ? `${names.join(' and ')} are typing` : 'Several people are typing'
}
