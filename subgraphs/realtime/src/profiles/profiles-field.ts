import { parseInput } from '@colloquy/platform/errors'
import { requireUser } from '@colloquy/platform/identity'
import type { MountedField } from '@colloquy/platform/mounted-subgraph'
import type { policiesRoute } from '@colloquy/schema/people'
import { MAX_PROFILE_USERS } from '@colloquy/schema/rules'
import { z } from 'zod'
import type { Ask } from '../ask-route.ts'
import type { ProfileTopics } from './profile-topics.ts'
import type { ProfileEvent } from './resolvers.ts'

const profilesArgs = z.object({
  userIds: z.array(z.string().min(1).max(64)).min(1).max(MAX_PROFILE_USERS),
})

/** `Subscription.profiles`: the users named as they are now, then after each change. */
export function createProfilesField({
  topics,
  policies,
}: {
  topics: ProfileTopics
  /** Leaves out the ids that no user has. */
  policies: Ask<typeof policiesRoute>
}): MountedField {
  return {
    async open({ args, viewer }, stream) {
      requireUser(viewer, 'profile:read')
      const named = [...new Set(parseInput(profilesArgs, args).userIds)]
      const known = new Set((await policies({ userIds: named })).policies.map(({ userId }) => userId))
      const userIds = named.filter((userId) => known.has(userId))
      using opening = new DisposableStack()
      const leases = await topics.acquireAll(userIds)
      for (const lease of leases.values()) opening.use(lease)
      opening.defer(() => {
        for (const { value } of leases.values()) stream.leave(value.name)
      })
      // All joined before the first is read, so that no change falls in between.
      for (const { value } of leases.values()) stream.join(value.name, { held: true })
      for (const [userId, { value }] of leases) {
        const event: ProfileEvent = { userId }
        await stream.send(event)
        stream.release(value.name)
      }
      const open = opening.move()
      return () => open.dispose()
    },
  }
}
