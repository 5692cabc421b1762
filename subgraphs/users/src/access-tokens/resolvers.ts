import { requireUser, viewerWith } from '@colloquy/platform/identity'
import type { Resolvers } from '../resolver-types.generated.ts'
import type { AccessTokens } from './access-tokens.ts'

export function accessTokenResolvers(accessTokens: AccessTokens) {
  return {
    Mutation: {
      createAccessToken: (_, { input }, { identity }) => accessTokens.create(requireUser(identity, 'session'), input),
      revokeAccessToken: async (_, { id }, { identity }) => {
        await accessTokens.revoke(requireUser(identity, 'session').userId, id)
        return true
      },
    },
    User: {
      accessTokens: ({ id }, _, { identity }) => (viewerWith(identity, id, 'session') ? accessTokens.list(id) : null),
    },
    AccessToken: {
      createdAt: ({ createdAt }) => createdAt.toISOString(),
      expiresAt: ({ expiresAt }) => expiresAt?.toISOString() ?? null,
      lastUsedAt: ({ lastUsedAt }) => lastUsedAt?.toISOString() ?? null,
    },
  } satisfies Resolvers
}
