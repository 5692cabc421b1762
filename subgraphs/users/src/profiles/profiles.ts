import { DomainError, parseInput, unauthenticated } from '@colloquy/platform/errors'
import { MAX_PEOPLE_QUERY_LENGTH, isAtMost } from '@colloquy/schema/rules'
import { z } from 'zod'
import type { UserTopic } from '../user-topic.ts'
import { NEW_PROFILE_NAME, emailAddress, generateUsername, profileChanges } from './profile.ts'
import type { Profile } from './profile.ts'
import { searchedTokens } from './search-tokens.ts'
import type { ProfileStore } from './store.ts'

/** Most people in one answer of a search. */
const MAX_SEARCH_RESULTS = 50
const DEFAULT_SEARCH_RESULTS = 20

const search = z.object({
  query: z
    .string()
    .refine(
      (query) => isAtMost(query, MAX_PEOPLE_QUERY_LENGTH),
      `must have at most ${MAX_PEOPLE_QUERY_LENGTH} characters`,
    ),
  first: z
    .int()
    .min(1)
    .max(MAX_SEARCH_RESULTS)
    .nullish()
    .transform((first) => first ?? DEFAULT_SEARCH_RESULTS),
})

export type Profiles = ReturnType<typeof createProfiles>

/** What may be done with profiles. */
export function createProfiles(store: ProfileStore, userTopic: UserTopic) {
  return {
    /** By how words of name and username begin, or by the exact e-mail address. */
    async search(input: { query: string; first?: number | null }): Promise<Profile[]> {
      const { query, first } = parseInput(search, input)
      const address = emailAddress.safeParse(query)
      if (address.success) {
        const found = await store.findByEmail(address.data)
        return found ? [found] : []
      }
      const tokens = searchedTokens(query)
      return tokens.length > 0 ? store.search(tokens, first) : []
    },

    async update(userId: string, input: unknown): Promise<Profile> {
      const updated = await store.update(userId, parseInput(profileChanges, input, ['input']))
      if (!updated) throw unauthenticated('This account is gone.')
      if ('taken' in updated) {
        const issue = { path: ['input', updated.taken], message: 'is taken' }
        throw new DomainError('CONFLICT', `This ${updated.taken} is taken.`, { issues: [issue] })
      }
      await userTopic.publish(userId, { type: 'UserChanged' })
      return updated
    },

    /** The account of an address, made if there is none: of two who come at once, one makes it. */
    async findOrCreate(email: string): Promise<{ profile: Profile; isNew: boolean }> {
      for (;;) {
        const found = await store.findByEmail(email)
        if (found) return { profile: found, isNew: false }
        const made = await store.insert({
          email,
          username: generateUsername(),
          name: NEW_PROFILE_NAME,
          bio: null,
          createdAt: new Date(),
        })
        if (!('taken' in made)) return { profile: made, isNew: true }
      }
    },
  }
}
