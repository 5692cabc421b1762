import { badUserInput, notFound, parseInput } from '@colloquy/platform/errors'
import { MAX_MEMBERS_PER_REQUEST } from '@colloquy/schema/rules'
import { z } from 'zod'
import type { Conversation } from '../conversations/conversations.ts'
import type { Draft, Head } from '../events/entry.ts'
import type { EventLog } from '../events/log.ts'
import type { Invitations } from '../people/invitations.ts'
import { cannotBeInvited } from '../users.ts'
import { addMembers, leave, removeMember, requireAdmin } from './changes.ts'
import { requireMembership } from './members.ts'
import type { Membership } from './members.ts'
import type { MemberStore } from './store.ts'

const userIds = z
  .array(z.string().min(1).max(64))
  .min(1)
  .max(MAX_MEMBERS_PER_REQUEST, `At most ${MAX_MEMBERS_PER_REQUEST} in one request.`)

export type Groups = ReturnType<typeof createGroups>

/**
 * Joining and leaving of groups. A change is decided on the members as they are at the head of the log, so that two at
 * the same moment cannot both be right about the past.
 */
export function createGroups({
  store,
  conversations,
  log,
  invitations,
}: {
  store: Pick<MemberStore, 'current' | 'currentOf' | 'firstExcept'>
  conversations: { byId: (id: string) => Promise<Conversation | null> }
  log: EventLog
  invitations: Invitations
}) {
  /** @throws DomainError NOT_FOUND to strangers, BAD_USER_INPUT when the conversation is a direct one */
  const requireGroupMember = async (conversationId: string, userId: string): Promise<Membership> => {
    const membership = await requireMembership(store, conversationId, userId)
    const conversation = await conversations.byId(conversationId)
    if (!conversation) throw notFound('conversation')
    if (conversation.kind === 'GROUP') return membership
    throw badUserInput([{ path: ['conversationId'], message: 'A direct conversation keeps its two members.' }])
  }

  const change = async (
    conversationId: string,
    viewerId: string,
    decide: (viewer: Membership, head: Head) => Promise<Draft | null>,
  ): Promise<void> => {
    await log.append(conversationId, async (head) => {
      await log.catchUp(conversationId, head.seq)
      return decide(await requireMembership(store, conversationId, viewerId), head)
    })
  }

  return {
    async add(viewerId: string, conversationId: string, ids: string[]): Promise<void> {
      requireAdmin(await requireGroupMember(conversationId, viewerId))
      const asked = parseInput(userIds, ids, ['userIds'])
      const already = new Set(await store.currentOf(conversationId, asked))
      const { refused } = await invitations.invite(
        viewerId,
        [...new Set(asked)].filter((id) => !already.has(id)),
      )
      if (refused.size > 0) throw cannotBeInvited(asked, refused, ['userIds'])
      await change(conversationId, viewerId, async (viewer, { memberCount }) => {
        const present = await store.currentOf(conversationId, asked)
        return addMembers(viewer, present, asked, memberCount)
      })
    },

    async remove(viewerId: string, conversationId: string, userId: string): Promise<void> {
      await requireGroupMember(conversationId, viewerId)
      await change(conversationId, viewerId, async (viewer) =>
        removeMember(viewer, await store.current(conversationId, userId)),
      )
    },

    async leave(viewerId: string, conversationId: string): Promise<void> {
      await requireGroupMember(conversationId, viewerId)
      await change(conversationId, viewerId, async (viewer) =>
        leave(viewer, await store.firstExcept(conversationId, viewerId)),
      )
    },
  }
}
