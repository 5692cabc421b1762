import type { ChatMessage } from '../chat/message-log.ts'
import type { Wishes } from './reacting.ts'

export interface ShownReaction {
  emoji: string
  count: number
  /** The viewer is one of them. */
  isOwn: boolean
}

/** A message's reactions, with what the viewer wishes as if it were so already. */
export function shownReactions(
  reactions: ChatMessage['reactions'],
  own: readonly string[],
  wishes: Wishes = new Map(),
): ShownReaction[] {
  const shown = reactions.map(({ emoji, count }) => ({ emoji, count, isOwn: own.includes(emoji) }))
  const missing = [...wishes.keys()].filter((emoji) => !shown.some((reaction) => reaction.emoji === emoji))
  return [...shown, ...missing.map((emoji) => ({ emoji, count: 0, isOwn: false }))]
    .map((reaction) => {
      const isOwn = wishes.get(reaction.emoji) ?? reaction.isOwn
      return { ...reaction, isOwn, count: reaction.count + Number(isOwn) - Number(reaction.isOwn) }
    })
    .filter(({ count }) => count > 0)
}
