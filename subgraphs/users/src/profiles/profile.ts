import { randomInt } from 'node:crypto'
import { z } from 'zod'

/** An account as it is stored. */
export interface Profile {
  id: string
  /** In lower case; unique. */
  email: string
  username: string
  name: string
  bio: string | null
  createdAt: Date
}

/** A profile on its way into an answer. `isViewer`: known to be that of who asks, whatever the request's identity says. */
export type ViewedProfile = Profile & { isViewer?: boolean }

/** What a person is called until they say. */
export const NEW_PROFILE_NAME = 'New here'

const USERNAME_ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789'
const GENERATED_LENGTH = 10

/** A username for a new account. It says nothing about the person, not even part of the address. */
export function generateUsername(): string {
  const letters = Array.from({ length: GENERATED_LENGTH }, () => USERNAME_ALPHABET[randomInt(USERNAME_ALPHABET.length)])
  return `user_${letters.join('')}`
}

const MAX_NAME_LENGTH = 80
const MAX_BIO_LENGTH = 500
const CONTROL_CHARACTERS = /\p{Cc}/u

/** What SDL cannot say about UpdateProfileInput. Null for name or username means what leaving it out means. */
export const profileChanges = z
  .object({
    name: z
      .string()
      .trim()
      .min(1, 'must not be empty')
      .max(MAX_NAME_LENGTH, `must have at most ${MAX_NAME_LENGTH} characters`)
      .refine((name) => !CONTROL_CHARACTERS.test(name), 'must be a single line')
      .nullish(),
    username: z
      .string()
      .regex(/^[a-z0-9_.]{3,30}$/, "must have 3 to 30 characters of a-z, 0-9, '_' and '.'")
      .nullish(),
    bio: z
      .string()
      .trim()
      .max(MAX_BIO_LENGTH, `must have at most ${MAX_BIO_LENGTH} characters`)
      .transform((bio) => bio || null)
      .nullish(),
  })
  .transform(({ name, username, bio }) => ({
    ...(name != null && { name }),
    ...(username != null && { username }),
    ...(bio !== undefined && { bio }),
  }))
export type ProfileChanges = z.infer<typeof profileChanges>

/** The rules of an e-mail address wherever one comes in; in lower case from there on. */
export const emailAddress = z.string().trim().toLowerCase().max(254).pipe(z.email('is not an e-mail address'))
