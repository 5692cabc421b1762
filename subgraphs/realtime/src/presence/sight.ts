import { createKept } from '@colloquy/platform/kept'
import type { RedisChannels } from '@colloquy/platform/redis-channels'
import { MAX_POLICIES, POLICY_MAX_AGE_MS, isBlockBetween } from '@colloquy/schema/people'
import type { Policy, acquaintancesRoute, policiesRoute } from '@colloquy/schema/people'
import { userTopic, userTopicEvent } from '@colloquy/schema/topics'
import type { Ask } from '../ask-route.ts'
import type { RealtimeLimits } from '../limits.ts'

/** Who sees whose presence: oneself, and those with whom one shares a conversation, unless privacy or a block says no. */
export interface Sight extends Disposable {
  /**
   * Whether the viewer sees the presence of each user; ids that no user has are left out.
   * @throws when chat or users does not answer
   */
  of: (viewerId: string, userIds: readonly string[]) => Promise<Map<string, boolean>>
  /** Calls back after news of a user by which what they see, or who sees them, may have changed. Returns the way to stop. */
  onNews: (userId: string, listener: () => void) => Promise<() => void>
}

/** Asks users for policies, which are kept for a short while, and chat for who shares a conversation now. */
export function createSight({
  policies,
  acquaintances,
  channels,
  limits,
}: {
  policies: Ask<typeof policiesRoute>
  acquaintances: Ask<typeof acquaintancesRoute>
  channels: RedisChannels
  limits: RealtimeLimits
}): Sight {
  const kept = createKept<Policy>({
    load: async (userIds) => (await policies({ userIds })).policies.map((policy) => [policy.userId, policy] as const),
    maxKeys: MAX_POLICIES,
    channels,
    channelOf: userTopic,
    isChange: (payload) => newsIn(payload) === 'PrivacyChanged',
    maxAgeMs: POLICY_MAX_AGE_MS,
    max: limits.maxKeptPolicies,
  })
  return {
    async of(viewerId, userIds) {
      const found = await kept.get([viewerId, ...userIds])
      const viewer = found.get(viewerId)
      const mayBeSeen = userIds.filter((userId) => {
        const policy = found.get(userId)
        return userId !== viewerId && policy?.presenceVisible === true && viewer && !isBlockBetween(viewer, policy)
      })
      const { knownIds } =
        mayBeSeen.length > 0 ? await acquaintances({ userId: viewerId, otherIds: mayBeSeen }) : { knownIds: [] }
      const seen = new Set([viewerId, ...knownIds])
      return new Map(userIds.filter((userId) => found.has(userId)).map((userId) => [userId, seen.has(userId)]))
    },
    onNews: (userId, listener) =>
      channels.listen(userTopic(userId), (payload) => {
        switch (newsIn(payload)) {
          case 'PrivacyChanged':
          case 'MembershipBegan':
          case 'MembershipEnded':
            listener()
        }
      }),
    [Symbol.dispose]: kept[Symbol.dispose],
  }
}

const newsIn = (payload: string) => userTopicEvent.safeParse(JSON.parse(payload)).data?.type
