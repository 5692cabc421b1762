/** The id of all reactions to one message with one emoji. Ids of messages have no colon. */
export const reactionId = (messageId: string, emoji: string): string => `${messageId}:${emoji}`

/** What an id stands for; null when it is none. */
export function readReactionId(id: string): { messageId: string; emoji: string } | null {
  const [messageId, emoji, ...rest] = id.split(':')
  return messageId && emoji && rest.length === 0 ? { messageId, emoji } : null
}
