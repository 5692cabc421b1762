import { badUserInput, conflict, notFound, unauthenticated } from '@colloquy/platform/errors'
import type { SecurityLog } from '@colloquy/platform/security-log'
import { MAX_BLOCKED_USERS } from '@colloquy/schema/rules'
import type { Policy, WhoMayInvite } from '@colloquy/schema/people'
import type { Profile } from '../profiles/profile.ts'
import type { UserTopic } from '../user-topic.ts'
import type { PrivacyStore, StoredPrivacy } from './store.ts'

/** What a user lets others see and do. */
export interface Privacy {
  findableByEmail: boolean
  presenceVisible: boolean
  readReceipts: boolean
  whoMayInvite: WhoMayInvite
}

/** See docs/decisions/0017 for why. */
const DEFAULTS: Privacy = {
  findableByEmail: false,
  presenceVisible: true,
  readReceipts: true,
  whoMayInvite: 'EVERYBODY',
}

export type Privacies = ReturnType<typeof createPrivacies>

/** What users let others see and do, and whom they block. */
export function createPrivacies({
  store,
  profiles,
  userTopic,
  securityLog,
}: {
  store: PrivacyStore
  profiles: { findByIds: (ids: readonly string[]) => Promise<Profile[]> }
  userTopic: UserTopic
  securityLog: SecurityLog
}) {
  const storedOf = async (userId: string): Promise<StoredPrivacy> =>
    (await store.byIds([userId]))[0] ?? { userId, privacy: {}, blockedIds: [] }
  const profileOf = async (userId: string): Promise<Profile | null> => (await profiles.findByIds([userId]))[0] ?? null

  return {
    async of(userId: string): Promise<Privacy> {
      return { ...DEFAULTS, ...(await storedOf(userId)).privacy }
    },

    /** Those whom the user blocks, the latest first. */
    async blockedIds(userId: string): Promise<string[]> {
      return (await storedOf(userId)).blockedIds.toReversed()
    },

    async update(userId: string, input: { [Name in keyof Privacy]?: Privacy[Name] | null }): Promise<void> {
      const profile = await profileOf(userId)
      if (!profile) throw unauthenticated('This account is gone.')
      const { findableByEmail, presenceVisible, readReceipts, whoMayInvite } = input
      const changes: Partial<Privacy> = {
        ...(findableByEmail != null && { findableByEmail }),
        ...(presenceVisible != null && { presenceVisible }),
        ...(readReceipts != null && { readReceipts }),
        ...(whoMayInvite != null && { whoMayInvite }),
      }
      await store.update(userId, changes, profile.email)
      await userTopic.publish(userId, { type: 'PrivacyChanged' })
    },

    async block(userId: string, blockedId: string): Promise<void> {
      if (blockedId === userId) throw badUserInput([{ path: ['userId'], message: 'is your own' }])
      if (!(await profileOf(blockedId))) throw notFound('user')
      const outcome = await store.block(userId, blockedId)
      if (outcome === 'full') {
        securityLog({ type: 'limit-reached', limit: 'blocked-users', userId })
        throw conflict(
          `You block ${MAX_BLOCKED_USERS} people, which is as many as there can be. Unblock somebody first.`,
        )
      }
      if (outcome === 'blocked') securityLog({ type: 'block-changed', userId, blockedId, isBlocked: true })
      await userTopic.publish(userId, { type: 'PrivacyChanged' })
    },

    /** Somebody who is not blocked stays so. */
    async unblock(userId: string, blockedId: string): Promise<void> {
      const wasBlocked = await store.unblock(userId, blockedId)
      if (wasBlocked) securityLog({ type: 'block-changed', userId, blockedId, isBlocked: false })
      await userTopic.publish(userId, { type: 'PrivacyChanged' })
    },

    /** The id of the user whom the viewer may find by this address: one who allows it, and does not block the viewer. */
    async findableBy(email: string, viewerId: string): Promise<string | null> {
      const userId = await store.findableBy(email)
      if (userId === null) return null
      return (await storedOf(userId)).blockedIds.includes(viewerId) ? null : userId
    },

    /** For other services; ids that no user has are left out. */
    async policies(userIds: readonly string[]): Promise<Policy[]> {
      const [users, stored] = await Promise.all([profiles.findByIds(userIds), store.byIds(userIds)])
      const byId = new Map(stored.map((one) => [one.userId, one]))
      return users.map(({ id }) => {
        const { presenceVisible, readReceipts, whoMayInvite } = { ...DEFAULTS, ...byId.get(id)?.privacy }
        return { userId: id, presenceVisible, readReceipts, whoMayInvite, blockedIds: byId.get(id)?.blockedIds ?? [] }
      })
    },
  }
}
