import { requireUser } from '@colloquy/platform/identity'
import type { Resolvers } from '../resolver-types.generated.ts'
import type { Sessions } from './sessions.ts'

export function sessionResolvers(sessions: Sessions) {
  return {
    Mutation: {
      refreshSession: (_, { refreshToken }) => sessions.refresh(refreshToken),
      signOut: async (_, __, { identity }) => {
        const { userId, sessionId } = requireUser(identity)
        await sessions.end(userId, sessionId)
        return true
      },
    },
    Session: {
      accessTokenExpiresAt: ({ accessTokenExpiresAt }) => accessTokenExpiresAt.toISOString(),
      user: async ({ userId }, _, { profileLoader }) => {
        const profile = await profileLoader.load(userId)
        if (!profile) throw new Error(`There is a session of the user ${userId}, but no such user.`)
        return { ...profile, isViewer: true }
      },
    },
  } satisfies Resolvers
}
