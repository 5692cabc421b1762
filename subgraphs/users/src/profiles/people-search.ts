import { parseInput } from '@colloquy/platform/errors'
import type { RateLimit } from '@colloquy/platform/rate-limit'
import { MAX_PEOPLE_QUERY_LENGTH, isAtMost } from '@colloquy/schema/rules'
import { emailAddress } from '@colloquy/schema/email-address'
import { z } from 'zod'
import type { Privacies } from '../privacy/privacy.ts'
import type { Profile } from './profile.ts'
import { searchedTokens } from './search-tokens.ts'
import type { ProfileStore } from './store.ts'

/** Most people in one answer. */
export const MAX_RESULTS = 50
const DEFAULT_RESULTS = 20

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
    .max(MAX_RESULTS)
    .nullish()
    .transform((first) => first ?? DEFAULT_RESULTS),
})

export type PeopleSearch = ReturnType<typeof createPeopleSearch>

/** Finds people by how words of their name and username begin, or by the exact e-mail address, where they allow that. */
export function createPeopleSearch({
  store,
  privacies,
  addressSearches,
}: {
  store: Pick<ProfileStore, 'findByIds' | 'search'>
  privacies: Pick<Privacies, 'findableBy'>
  /** How often a viewer may look for an address, found or not. */
  addressSearches: RateLimit
}) {
  return async (viewerId: string, input: { query: string; first?: number | null }): Promise<Profile[]> => {
    const { query, first } = parseInput(search, input)
    const address = emailAddress.safeParse(query)
    if (address.success) {
      await addressSearches.take(viewerId)
      const userId = await privacies.findableBy(address.data, viewerId)
      return userId === null ? [] : store.findByIds([userId])
    }
    const tokens = searchedTokens(query)
    return tokens.length > 0 ? store.search(tokens, first) : []
  }
}
