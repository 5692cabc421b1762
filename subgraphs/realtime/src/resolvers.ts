import { presenceResolvers } from './presence/resolvers.ts'
import { profileResolvers } from './profiles/resolvers.ts'
import type { Resolvers } from './resolver-types.generated.ts'
import { subscriptionResolvers } from './subscriptions/resolvers.ts'

export const resolvers = {
  ...presenceResolvers,
  ...profileResolvers,
  ...subscriptionResolvers,
  Query: {
    ...subscriptionResolvers.Query,
    serverTime: () => new Date().toISOString(),
  },
} satisfies Resolvers
