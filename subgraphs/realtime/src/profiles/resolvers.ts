import type { Resolvers } from '../resolver-types.generated.ts'

/** Names the user; what they are like is read from users when the event is told. */
export interface ProfileEvent {
  userId: string
}

export const profileResolvers = {
  ProfileChanged: { user: ({ userId }) => ({ id: userId }) },
} satisfies Resolvers
