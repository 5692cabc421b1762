import * as z from 'zod/mini'

/** How many are offered at hand. */
const QUICK_REACTIONS = 6
/** Offered as long as fewer others have been used. */
export const FIRST_REACTIONS = ['👍', '❤️', '😂', '😮', '😢', '🙏'] as const
const STORAGE_KEY = 'quick-reactions'

const storedForm = z.pipe(
  z.pipe(
    z.string(),
    z.transform((stored: string) => JSON.parse(stored)),
  ),
  z.array(z.string()),
)

/** The emoji that were used last on this device, the latest first. */
export function quickReactions(): string[] {
  try {
    return parseQuickReactions(localStorage.getItem(STORAGE_KEY))
  } catch {
    // The browser keeps nothing for this page, or something else was kept.
    return [...FIRST_REACTIONS]
  }
}

/** An emoji was used. Where the browser keeps nothing for this page, it is not remembered. */
export function rememberReaction(emoji: string): void {
  const reactions = withUsed(quickReactions(), emoji)
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(reactions))
  } catch {
    // No room, or not allowed.
  }
}

export const parseQuickReactions = (stored: string | null): string[] =>
  stored === null ? [...FIRST_REACTIONS] : firstOf([...storedForm.parse(stored), ...FIRST_REACTIONS])

export const withUsed = (reactions: readonly string[], emoji: string): string[] => firstOf([emoji, ...reactions])

const firstOf = (emoji: readonly string[]): string[] => [...new Set(emoji)].slice(0, QUICK_REACTIONS)
