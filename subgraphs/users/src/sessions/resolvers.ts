import { requireUser, viewerOf } from '@colloquy/platform/identity'
import type { Resolvers } from '../resolver-types.generated.ts'
import type { Sessions } from './sessions.ts'

export function sessionResolvers(sessions: Sessions) {
  return {
    Mutation: {
      refreshSession: (_, { refreshToken }) => sessions.refresh(refreshToken),
      signOut: async (_, __, { identity }) => {
        const { userId, sessionId } = requireUser(identity, 'session')
        await sessions.end(userId, sessionId, 'signed-out')
        return true
      },
      revokeSession: async (_, { id }, { identity }) => {
        const { userId } = requireUser(identity, 'session')
        await sessions.revoke(userId, id)
        return true
      },
      revokeOtherSessions: (_, __, { identity }) => {
        const { userId, sessionId } = requireUser(identity, 'session')
        return sessions.revokeOthers(userId, sessionId)
      },
    },
    User: {
      sessions: async ({ id }, _, { identity }) => {
        const viewer = viewerOf(identity)
        if (viewer?.userId !== id) return null
        requireUser(identity, 'session')
        const running = await sessions.running(id)
        return running.map((session) => ({
          id: session.id,
          userAgent: session.userAgent,
          createdAt: session.createdAt.toISOString(),
          lastUsedAt: session.lastUsedAt.toISOString(),
          isCurrent: session.id === viewer.sessionId,
        }))
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
