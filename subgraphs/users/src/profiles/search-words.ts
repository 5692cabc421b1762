/** Words past this many would only make a search slower. */
const MAX_WORDS = 16

/**
 * A text as the words that people are found by: in lower case, without what stands before a word's first letter or
 * digit ("@ada" finds ada). Names and queries go through the same function, so they meet.
 */
export function searchWords(...texts: string[]): string[] {
  const words = texts
    .join(' ')
    .normalize('NFKC')
    .toLowerCase()
    .split(/\s+/u)
    .map((word) => word.replace(/^[^\p{L}\p{N}_.]+/u, ''))
  return [...new Set(words)].filter((word) => word !== '').slice(0, MAX_WORDS)
}
