import { bio, personName, username } from '@colloquy/schema/rules'
import { problemOf } from '../rules/problem-of.ts'

const profileRules = { name: personName, username, bio }
export type ProfileField = keyof typeof profileRules

export const USERNAME_HINT = '3 to 30 of a–z, 0–9, “_” and “.”. Others find you by it.'

/** What is wrong with a value, by the API's own rules; null when nothing is. */
export const profileProblem = (field: ProfileField, value: string): string | null =>
  problemOf(profileRules[field], value)

/** How many characters of a username are left for the name that it is made of, beside what makes it the person's own. */
const MAX_STEM_LENGTH = 20
const OWN_ENDING_LENGTH = 5

/**
 * A username for somebody of that name. One that is too short, or that is taken, ends like the username that the account was
 * made with; a name without Latin letters leaves that one as it is.
 */
export function suggestUsername(name: string, given: string, { isTaken = false } = {}): string {
  const stem = name
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim()
    .replaceAll(' ', '.')
    .slice(0, MAX_STEM_LENGTH)
  if (stem === '') return given
  return isTaken || profileProblem('username', stem) !== null ? `${stem}_${given.slice(-OWN_ENDING_LENGTH)}` : stem
}
