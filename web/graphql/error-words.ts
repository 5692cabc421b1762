import { MAX_TEXT_LENGTH } from '@colloquy/schema/rules'

/** An error of the API as far as its words depend on it. */
export interface ErrorFacts {
  code: string | null
  /** Seconds. */
  retryAfter: number | null
  /** The input fields that the API names, each by the last name of its path. */
  fields: readonly string[]
}

const number = new Intl.NumberFormat('en')
const seconds = new Intl.NumberFormat('en', { style: 'unit', unit: 'second', unitDisplay: 'long' })
const minutes = new Intl.NumberFormat('en', { style: 'unit', unit: 'minute', unitDisplay: 'long' })

const wait = (retryAfter: number) =>
  retryAfter < 120 ? seconds.format(retryAfter) : minutes.format(Math.ceil(retryAfter / 60))

/** What people read when a value is refused. The API's own words are for programs: they name its fields. */
const FIELD_WORDS: ReadonlyMap<string, string> = new Map([
  ['text', `A message has some text or a file, and at most ${number.format(MAX_TEXT_LENGTH)} characters.`],
  ['attachmentIds', 'A file of this message is not complete, or is not what its name says.'],
  ['replyToId', 'The message that this one answers is not there any more.'],
  ['fileName', 'This file has a name that cannot be used. Rename it and try again.'],
  ['contentType', 'Files of this kind cannot be sent.'],
  ['byteSize', 'The file is empty or too large.'],
  ['title', 'This title cannot be used. Choose another.'],
  ['name', 'This name cannot be used. Choose another.'],
  ['username', 'This username cannot be used. Choose another.'],
  ['bio', 'This text cannot be used. Change it and try again.'],
  ['memberIds', 'Somebody of these cannot be added to a group.'],
  ['userIds', 'Somebody of these cannot be added to this group.'],
  ['userId', 'This cannot be done with this person.'],
  ['email', 'This is not an e-mail address.'],
  ['code', 'This code is not right, or no longer works.'],
  ['query', 'This cannot be looked for. Try other words.'],
])
const OTHER_FIELD = 'Something in this cannot be accepted. Check it and try again.'

export const fieldWords = (field: string): string => FIELD_WORDS.get(field) ?? OTHER_FIELD

/** What people read of an error: a sentence that says what happened and, where there is something, what to do. */
export function errorWords({ code, retryAfter, fields }: ErrorFacts): string {
  switch (code) {
    case null:
      return 'The chat cannot be reached right now. Check your connection and try again.'
    case 'UNAUTHENTICATED':
      return 'You are not signed in here any more. Sign in again.'
    case 'FORBIDDEN':
      return 'You are not allowed to do this.'
    case 'NOT_FOUND':
      return 'This is not there any more, or you are not part of it.'
    case 'CONFLICT':
      return fields[0] === 'username'
        ? 'This username is taken. Choose another.'
        : 'Somebody was faster. Look at it again and try once more.'
    case 'BAD_USER_INPUT':
      return fieldWords(fields[0] ?? '')
    case 'RATE_LIMITED':
      return retryAfter
        ? `That was too often. Try again in ${wait(retryAfter)}.`
        : 'That was too often. Try again later.'
    case 'SERVICE_UNAVAILABLE':
      return retryAfter
        ? `This is not available right now. Try again in ${wait(retryAfter)}.`
        : 'This is not available right now. Try again in a moment.'
    default:
      return 'Something went wrong on our side. Try again in a moment.'
  }
}
