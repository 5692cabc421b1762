import { unauthenticated } from '@colloquy/platform/errors'
import { requireUser, viewerWith } from '@colloquy/platform/identity'
import type { Context } from '../context.ts'
import type { Profile } from '../profiles/profile.ts'
import type { Resolvers } from '../resolver-types.generated.ts'
import type { Privacies } from './privacy.ts'

export function privacyResolvers(privacies: Privacies) {
  const viewer = async ({ identity, profileLoader }: Context): Promise<Profile> => {
    const profile = await profileLoader.load(requireUser(identity, 'profile:write').userId)
    if (!profile) throw unauthenticated('This account is gone.')
    return profile
  }
  return {
    Mutation: {
      blockUser: async (_, { userId }, context) => {
        await privacies.block(requireUser(context.identity, 'profile:write').userId, userId)
        return viewer(context)
      },
      unblockUser: async (_, { userId }, context) => {
        await privacies.unblock(requireUser(context.identity, 'profile:write').userId, userId)
        return viewer(context)
      },
      updatePrivacy: async (_, { input }, context) => {
        await privacies.update(requireUser(context.identity, 'profile:write').userId, input)
        return viewer(context)
      },
    },
    User: {
      blockedUsers: async ({ id }, _, { identity, profileLoader }) => {
        if (!viewerWith(identity, id, 'profile:read')) return null
        const blocked = await Promise.all(
          (await privacies.blockedIds(id)).map((blockedId) => profileLoader.load(blockedId)),
        )
        return blocked.filter((profile) => profile !== null)
      },
      privacy: ({ id }, _, { identity }) => (viewerWith(identity, id, 'profile:read') ? privacies.of(id) : null),
    },
  } satisfies Resolvers
}
