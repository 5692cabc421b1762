import { isAtMost, MAX_TEXT_LENGTH } from '@colloquy/schema/rules'

/** From so many characters before the limit on, what is left is told. */
const TOLD_FROM = 200

/** What is sent of a draft: without empty lines before it, or anything empty behind it. */
export const outgoingText = (text: string): string => text.replace(/^(?:[^\S\n]*\n)+/, '').trimEnd()

export const isTooLong = (text: string): boolean => !isAtMost(outgoingText(text), MAX_TEXT_LENGTH)

/** How many characters more would fit, counted as the API counts; below 0 there are too many. Null while many would. */
export function charactersLeft(text: string): number | null {
  const sent = outgoingText(text)
  if (sent.length <= MAX_TEXT_LENGTH - TOLD_FROM) return null
  const left = MAX_TEXT_LENGTH - Array.from(sent).length
  return left <= TOLD_FROM ? left : null
}
