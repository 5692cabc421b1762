/** Selectors that say whether a character is drawn as an emoji or as text: the same emoji is written with and without them. */
const SELECTORS = /[\uFE0E\uFE0F]/g
/** Drawn as text unless the selector for emoji follows, or a skin tone. */
const TEXT_BY_DEFAULT = /(?!\p{Emoji_Presentation})\p{Emoji}(?!\p{Emoji_Modifier})/gu
const ONE_EMOJI = /^\p{RGI_Emoji}$/v
/** More code units than any emoji has. */
const MAX_CODE_UNITS = 64

/**
 * The one form of an emoji, in whatever code points it is written: with the selector for emoji wherever one can be. Null for all that
 * is not exactly one of the emoji that Unicode recommends for interchange, with their skin tones, flags and joined sequences.
 */
export function emojiOf(written: string): string | null {
  if (written.length > MAX_CODE_UNITS) return null
  const emoji = written.replace(SELECTORS, '').replace(TEXT_BY_DEFAULT, '$&\uFE0F')
  return ONE_EMOJI.test(emoji) ? emoji : null
}
