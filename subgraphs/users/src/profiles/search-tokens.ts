/** Tokens past this many are not kept: a name of 80 characters without spaces has nearly as many. */
const MAX_TOKENS = 128
/** Words past this many would only make a search slower. */
const MAX_SEARCHED_TOKENS = 8
/** A token is cut here, in what people are found by and in what they look for. */
const MAX_TOKEN_LENGTH = 30

/** Letters that Unicode takes for letters of their own, as people without them on their keyboard write them. */
const PLAIN_LETTERS = new Map(
  Object.entries({
    ł: 'l',
    ø: 'o',
    đ: 'd',
    ð: 'd',
    þ: 'th',
    æ: 'ae',
    œ: 'oe',
    ß: 'ss',
    ı: 'i',
    ħ: 'h',
    ŧ: 't',
    ŋ: 'n',
  }),
)
const ALPHABETS_WITH_ACCENTS = /([\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])\p{M}+/gu
/** Scripts that put no spaces between words: what is looked for may begin at any letter. */
const UNSPACED = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー`
const PIECES = new RegExp(`[${UNSPACED}]+|(?:(?![${UNSPACED}])[\\p{L}\\p{N}\\p{M}])+`, 'gu')
const IS_UNSPACED = new RegExp(`^[${UNSPACED}]`, 'u')

/** A text without what people leave out when they look for it: case, width, accents. */
const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(ALPHABETS_WITH_ACCENTS, '$1')
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[łøđðþæœßıħŧŋ]/gu, (letter) => PLAIN_LETTERS.get(letter) ?? letter)

const cut = (token: string): string => Array.from(token).slice(0, MAX_TOKEN_LENGTH).join('')
const piecesOf = (word: string): string[] => word.match(PIECES) ?? []
const wordsOf = (text: string): string[] => fold(text).split(/\s+/u)

/** All ends of a text, the longest first. */
const endsOf = (text: string): string[] => {
  const letters = Array.from(text)
  return letters.map((_, start) => letters.slice(start).join(''))
}

/**
 * What people of that name are found by: a search finds those of whom each of its tokens begins one. A word counts whole and
 * in its pieces: Jean-Luc by "luc", O’Brien by "o'brien", "obrien" and "brien", 山田太郎 by 太郎.
 */
export function searchTokens(...texts: string[]): string[] {
  const tokens = texts.flatMap(wordsOf).flatMap((word) => {
    const pieces = piecesOf(word)
    const starts = pieces.flatMap((piece) => (IS_UNSPACED.test(piece) ? endsOf(piece) : [piece]))
    return pieces.length > 1 ? [...starts, pieces.join('')] : starts
  })
  return [...new Set(tokens.map(cut))].slice(0, MAX_TOKENS)
}

/** What a search looks for, the longest first: it is begun by the fewest. */
export function searchedTokens(query: string): string[] {
  const tokens = new Set(wordsOf(query).flatMap(piecesOf).map(cut))
  return [...tokens].toSorted((a, b) => b.length - a.length).slice(0, MAX_SEARCHED_TOKENS)
}
