import { viewerOf } from '@colloquy/platform/identity'
import type { Resolvers } from '../resolver-types.generated.ts'

/** A user, of whom only the id is known here. */
export interface UserReference {
  id: string
}

export const presenceResolvers = {
  User: {
    __resolveReference: ({ id }) => ({ id }),
    presence: ({ id }, _, { identity, presenceOf }) => {
      viewerOf(identity)
      return presenceOf(id)
    },
  },
  Presence: {
    lastSeenAt: ({ lastSeenAtMs }) => (lastSeenAtMs === null ? null : new Date(lastSeenAtMs).toISOString()),
  },
  PresenceChanged: {
    user: ({ userId }) => ({ id: userId }),
    presence: ({ status, lastSeenAtMs }) => ({ status, lastSeenAtMs }),
  },
} satisfies Resolvers
