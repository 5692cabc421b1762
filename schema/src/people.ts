import { z } from 'zod'
import { MAX_PRESENCE_USERS } from './rules.ts'

/**
 * What services ask each other about people: JSON over POST, beside /graphql and like it only for callers with an identity
 * assertion, here of kind `service`. It is no part of the public API.
 */

const id = z.string().max(64)

/** From whom a user takes invitations: to a direct conversation, or into a group. */
export const whoMayInvite = z.enum(['EVERYBODY', 'PEOPLE_I_KNOW', 'NOBODY'])
export type WhoMayInvite = z.infer<typeof whoMayInvite>

/** What a user lets others see and do. */
export const policy = z.object({
  userId: id,
  presenceVisible: z.boolean(),
  readReceipts: z.boolean(),
  whoMayInvite,
  /** Whom the user blocks. */
  blockedIds: z.array(id),
})
export type Policy = z.infer<typeof policy>

/** Whether one of the two blocks the other. */
export const isBlockBetween = (one: Policy, other: Policy): boolean =>
  one.blockedIds.includes(other.userId) || other.blockedIds.includes(one.userId)

/** For how long a policy may be kept where no news of its user comes; `PrivacyChanged` on the user's topic ends it at once. */
export const POLICY_MAX_AGE_MS = 30_000

/** Most users in one request for policies. */
export const MAX_POLICIES = 1_000

/** users: the policies of users, in any order; ids that no user has are left out. */
export const policiesRoute = {
  path: '/people/policies',
  request: z.object({ userIds: z.array(id).max(MAX_POLICIES) }),
  response: z.object({ policies: z.array(policy) }),
} as const

/** chat: those of `otherIds` with whom the user shares a conversation now. */
export const acquaintancesRoute = {
  path: '/people/acquaintances',
  request: z.object({ userId: id, otherIds: z.array(id).max(MAX_PRESENCE_USERS) }),
  response: z.object({ knownIds: z.array(id) }),
} as const
