import { randomInt } from 'node:crypto'
import { bio, personName, username } from '@colloquy/schema/rules'
import { z } from 'zod'

/** An account as it is stored. */
export interface Profile {
  id: string
  /** As `emailAddress` of the schema package writes it; unique. */
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

/** What SDL cannot say about UpdateProfileInput. Null for name or username means what leaving it out means. */
export const profileChanges = z
  .object({ name: z.nullish(personName), username: z.nullish(username), bio: z.nullish(bio) })
  .transform(({ name, username, bio }) => ({
    ...(name != null && { name }),
    ...(username != null && { username }),
    ...(bio !== undefined && { bio }),
  }))
export type ProfileChanges = z.infer<typeof profileChanges>
