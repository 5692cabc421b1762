import { badUserInput, conflict, parseInput } from '@colloquy/platform/errors'
import { emojiOf } from '@colloquy/schema/emoji'
import { MAX_REACTION_KINDS } from '@colloquy/schema/rules'
import { z } from 'zod'
import type { Draft } from '../events/entry.ts'
import type { Message } from '../messages/messages.ts'

/** All reactions to one message with one emoji. */
export interface Reaction {
  messageId: string
  conversationId: string
  emoji: string
  count: number
}

const reactedWith = z.object({ emoji: z.string().transform(emojiOf).pipe(z.string('must be one emoji')) })

/**
 * The emoji in its one form.
 * @throws DomainError BAD_USER_INPUT
 */
export const parseEmoji = (emoji: unknown): string => parseInput(reactedWith, { emoji }).emoji

/**
 * Adds a reaction, or takes it away; null when it is so already.
 * @param kinds the emoji that others, or the same user, have reacted with
 * @param own those of the user
 */
export function changeReaction(
  message: Message,
  userId: string,
  { emoji, added }: { emoji: string; added: boolean },
  { kinds, own }: { kinds: readonly string[]; own: ReadonlySet<string> },
): Draft | null {
  if (message.deletedAt !== null) throw conflict('The message was deleted.')
  if (own.has(emoji) === added) return null
  if (added && !kinds.includes(emoji) && kinds.length >= MAX_REACTION_KINDS) {
    throw badUserInput([
      { path: ['emoji'], message: `A message has reactions with at most ${MAX_REACTION_KINDS} different emoji.` },
    ])
  }
  return { type: 'ReactionChanged', messageId: message.id, userId, emoji, added }
}
