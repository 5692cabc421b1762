import { unauthenticated } from '@colloquy/platform/errors'
import { requireUser, viewerWith } from '@colloquy/platform/identity'
import type { Resolvers } from '../resolver-types.generated.ts'
import type { PeopleSearch } from './people-search.ts'
import type { Profiles } from './profiles.ts'

export function profileResolvers(profiles: Profiles, searchPeople: PeopleSearch) {
  return {
    Query: {
      me: async (_, __, { identity, profileLoader }) => {
        const { userId } = requireUser(identity, 'profile:read')
        const profile = await profileLoader.load(userId)
        if (!profile) throw unauthenticated('This account is gone.')
        return profile
      },
      user: (_, { id }, { identity, profileLoader }) => {
        requireUser(identity, 'profile:read')
        return profileLoader.load(id)
      },
      searchUsers: (_, { query, first }, { identity }) => {
        const { userId } = requireUser(identity, 'profile:read')
        return searchPeople(userId, { query, first })
      },
    },
    Mutation: {
      updateProfile: (_, { input }, { identity }) => {
        const { userId } = requireUser(identity, 'profile:write')
        return profiles.update(userId, input)
      },
    },
    User: {
      __resolveReference: ({ id }, { identity, profileLoader }) => {
        if (identity.kind !== 'service') requireUser(identity)
        return profileLoader.load(id)
      },
      createdAt: ({ createdAt }) => createdAt.toISOString(),
      email: ({ id, email, isViewer }, _, { identity }) =>
        isViewer || viewerWith(identity, id, 'profile:read') ? email : null,
    },
  } satisfies Resolvers
}
