import { DomainError, parseInput, unauthenticated } from '@colloquy/platform/errors'
import type { UserTopic } from '../user-topic.ts'
import { NEW_PROFILE_NAME, generateUsername, profileChanges } from './profile.ts'
import type { Profile } from './profile.ts'
import type { ProfileStore } from './store.ts'

export type Profiles = ReturnType<typeof createProfiles>

/** What may be done with profiles. */
export function createProfiles(store: ProfileStore, userTopic: UserTopic) {
  return {
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
