import { createUserLimit } from '@colloquy/platform/rate-limit'
import type { RateLimit } from '@colloquy/platform/rate-limit'
import type { RedisConnection } from '@colloquy/platform/redis'
import type { SecurityLog } from '@colloquy/platform/security-log'
import { isBlockBetween } from '@colloquy/schema/people'
import type { Policy } from '@colloquy/schema/people'
import type { MemberStore } from '../members/store.ts'
import type { Users } from '../users.ts'

/** How many people one user may invite in a day: with whom they share no conversation, and in all. */
export const INVITATIONS_PER_DAY = { strangers: 100, people: 2_000 }
export type InvitationNumbers = typeof INVITATIONS_PER_DAY
const DAY_SECONDS = 86_400

interface InvitationLimits {
  strangers: RateLimit
  people: RateLimit
}

/** Counts invitations of all processes together. */
export function createInvitationLimits(
  redis: RedisConnection,
  { strangers, people }: InvitationNumbers,
  securityLog: SecurityLog,
): InvitationLimits {
  const aDay = { windowSeconds: DAY_SECONDS, securityLog }
  return {
    strangers: createUserLimit(redis, { name: 'strangers-invited', points: strangers, ...aDay }),
    people: createUserLimit(redis, { name: 'people-invited', points: people, ...aDay }),
  }
}

export interface Invitations {
  /**
   * Decides whether the viewer may bring these others into a conversation, and counts it. `refused` are those who cannot be
   * invited: because nobody has the id, by their privacy, or by a block; with any of them nothing is counted.
   * @throws DomainError RATE_LIMITED when the viewer has invited as many as one may in a day
   */
  invite: (viewerId: string, otherIds: readonly string[]) => Promise<{ refused: ReadonlySet<string> }>
}

/** Who may bring whom into a conversation, direct or group, and how many of them in a day. */
export function createInvitations({
  users,
  members,
  limits,
}: {
  users: Pick<Users, 'policiesOf'>
  members: Pick<MemberStore, 'acquaintances'>
  limits: InvitationLimits
}): Invitations {
  const count = async (viewerId: string, strangers: number, people: number) => {
    if (strangers > 0) await limits.strangers.take(viewerId, strangers)
    try {
      await limits.people.take(viewerId, people)
    } catch (error) {
      if (strangers > 0) await limits.strangers.giveBack(viewerId, strangers)
      throw error
    }
  }
  return {
    async invite(viewerId, otherIds) {
      const [policies, known] = await Promise.all([
        users.policiesOf([viewerId, ...otherIds]),
        members.acquaintances(viewerId, otherIds),
      ])
      const viewer = policies.get(viewerId)
      const refused = new Set(otherIds.filter((id) => !mayBeInvited(policies.get(id), viewer, known.has(id))))
      if (refused.size > 0) return { refused }
      const strangers = otherIds.filter((id) => !known.has(id)).length
      if (otherIds.length > 0) await count(viewerId, strangers, otherIds.length)
      return { refused }
    },
  }
}

/** Whether somebody may be invited by the viewer. */
export function mayBeInvited(other: Policy | undefined, viewer: Policy | undefined, isKnown: boolean): boolean {
  if (!other || (viewer && isBlockBetween(viewer, other))) return false
  switch (other.whoMayInvite) {
    case 'EVERYBODY':
      return true
    case 'PEOPLE_I_KNOW':
      return isKnown
    case 'NOBODY':
      return false
    default:
      return other.whoMayInvite satisfies never
  }
}
