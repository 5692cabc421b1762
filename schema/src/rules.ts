import * as z from 'zod/mini'

/**
 * The numbers and rules of what people give: services check by them, and clients tell by them before they ask. Browsers load
 * this file, so it imports nothing of a server, and zod in its small form. Lengths are in characters as Unicode counts them (code points).
 */

export const MAX_NAME_LENGTH = 80
export const MAX_BIO_LENGTH = 500
export const MAX_TITLE_LENGTH = 100
export const MAX_FILE_NAME_LENGTH = 255
/** Longest text of a message. */
export const MAX_TEXT_LENGTH = 10_000
/** How much of a message's text a quote of it shows, in characters. */
export const QUOTE_LENGTH = 280
/** Most different emoji among the reactions to one message. */
export const MAX_REACTION_KINDS = 20
/** Most files in one message. */
export const MAX_ATTACHMENTS = 10
/** Largest file, in bytes: 25 MiB. */
export const MAX_FILE_BYTES = 25 * 1024 * 1024
/** Longest query of a search for people: an e-mail address has at most as many. */
export const MAX_PEOPLE_QUERY_LENGTH = 254
/** Most members of a group. */
export const MAX_MEMBERS = 1_000
/** Most people that one request names to be members. */
export const MAX_MEMBERS_PER_REQUEST = 100
/** Digits of a sign-in code. */
export const SIGN_IN_CODE_LENGTH = 6
/** How long somebody is shown as typing, unless it is told again. */
export const TYPING_SHOWN_MS = 5_000
/** Longest that a session lasts, however much it is used. */
export const MAX_SESSION_MS = 30 * 24 * 3_600_000
/** How long a device is known by the token of a sign-in. */
export const DEVICE_TOKEN_TTL_MS = 90 * 24 * 3_600_000
/** Most people whose presence one subscription watches. */
export const MAX_PRESENCE_USERS = 500
/** Most people whose profiles one subscription watches. */
export const MAX_PROFILE_USERS = 500
/** Most people whom one user blocks. */
export const MAX_BLOCKED_USERS = 500

/** Most access tokens of one user that have not expired. */
export const MAX_ACCESS_TOKENS = 20
/** What an access token can be made for. Nothing that manages sessions, tokens or how one signs in is among them. */
export const ACCESS_TOKEN_SCOPES = ['profile:read', 'profile:write', 'chats:read', 'chats:write'] as const
export type AccessTokenScope = (typeof ACCESS_TOKEN_SCOPES)[number]

/** Whether a text has at most so many characters; of a very long one it does not count all. */
export function isAtMost(text: string, max: number): boolean {
  if (text.length <= max) return true
  return text.length <= max * 2 && Array.from(text).length <= max
}

/** Nothing of what is drawn: spaces, marks without a letter, what is ignored by default, the empty braille pattern. */
const UNSEEN = /^[\p{Cc}\p{Cf}\p{Cs}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}\u2800]*$/u
/** Marks, embeddings, overrides and isolates, which decide in which direction the text around them runs. */
const BIDI_CONTROL = /\p{Bidi_Control}/u
const NOT_IN_A_LINE = /[\p{Cc}\u2028\u2029]/u
const NOT_IN_LINES = /[^\P{Cc}\n\t]/u

/**
 * The one rule of short texts that others see, such as a name, a title or a file's name: at most so many characters, one of
 * them to be seen, and none that turns round the text that follows. Spaces at the ends are cut off.
 */
export const shortText = (maxLength: number, { lines = 'one' }: { lines?: 'one' | 'many' } = {}) =>
  z.string().check(
    z.trim(),
    z.minLength(1, { error: 'must not be empty', abort: true }),
    z.refine((text) => isAtMost(text, maxLength), { error: `must have at most ${maxLength} characters`, abort: true }),
    z.refine((text) => !(lines === 'one' ? NOT_IN_A_LINE : NOT_IN_LINES).test(text), {
      error: lines === 'one' ? 'must be a single line' : 'must not have control characters',
      abort: true,
    }),
    z.refine((text) => !BIDI_CONTROL.test(text), {
      error: 'must not have characters that change the direction of the text',
      abort: true,
    }),
    z.refine((text) => !UNSEEN.test(text), 'must have a character that can be seen'),
  )

/** Whether a text shows anything at all. */
export const isSeen = (text: string): boolean => !UNSEEN.test(text)

/** What is not drawn, but for what joins letters and emoji or says how they are drawn. */
const HIDDEN = /[[\p{Cf}\p{Default_Ignorable_Code_Point}]--[\p{Join_Control}\p{Variation_Selector}]]/v
/** Flags of regions are spelt in characters that are not drawn. */
const FLAG_OF_REGION = /\u{1f3f4}[\u{e0020}-\u{e007e}]+\u{e007f}/gu
/** No script has as many marks on a letter; those who write names with them cover the lines around. */
const MANY_MARKS = /\p{M}{9}/u

/** The rule of what people are told apart by: nothing in it is hidden, or covers what is around it. */
const nameOf = (maxLength: number) =>
  shortText(maxLength).check(
    z.refine(
      (text) => !HIDDEN.test(text.replaceAll(FLAG_OF_REGION, '')),
      'must not have characters that cannot be seen',
    ),
    z.refine((text) => !MANY_MARKS.test(text), 'must not have so many marks on one letter'),
  )

/** What a person is called. */
export const personName = nameOf(MAX_NAME_LENGTH)
/** What others type to find or mention a person. */
export const username = z
  .string()
  .check(z.regex(/^[a-z0-9_.]{3,30}$/, "must have 3 to 30 characters of a-z, 0-9, '_' and '.'"))
/** What a person says about themselves; null for nothing. */
export const bio = z.pipe(
  z.pipe(
    z.string().check(z.trim()),
    z.transform((text: string) => text || null),
  ),
  z.nullable(shortText(MAX_BIO_LENGTH, { lines: 'many' })),
)
/** What a person calls an access token. */
export const accessTokenName = shortText(MAX_NAME_LENGTH)
/** A group's title. */
export const groupTitle = nameOf(MAX_TITLE_LENGTH)
/** A file's name without its folder. */
export const fileName = shortText(MAX_FILE_NAME_LENGTH).check(
  z.refine((name) => !/[/\\]/.test(name), 'must not have slashes'),
  z.refine((name) => name !== '.' && name !== '..', 'names a folder'),
)

/** What a quote shows of a message's text. */
export const quotedText = (text: string): string => Array.from(text).slice(0, QUOTE_LENGTH).join('')
