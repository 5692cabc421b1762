import { forbidden } from '@colloquy/platform/errors'
import { isBlockBetween } from '@colloquy/schema/people'
import type { Policy } from '@colloquy/schema/people'
import type { Conversation } from '../conversations/conversations.ts'
import { createRecentMap } from '../events/recent-map.ts'

type PoliciesOf = (ids: readonly string[]) => Promise<Map<string, Policy>>

/** Whether a conversation is the direct one of two of whom one blocks the other. */
async function isBlocked(peerIds: readonly string[], policiesOf: PoliciesOf): Promise<boolean> {
  if (peerIds.length === 0) return false
  const policies = await policiesOf(peerIds)
  const [one, other] = peerIds.map((id) => policies.get(id))
  return one !== undefined && other !== undefined && isBlockBetween(one, other)
}

/** Whether the other members may learn how far a user has read. @param peerIds as Conversation has them */
export async function showsReading(
  userId: string,
  peerIds: readonly string[],
  policiesOf: PoliciesOf,
): Promise<boolean> {
  const policy = (await policiesOf([userId])).get(userId)
  return policy?.readReceipts === true && !(await isBlocked(peerIds, policiesOf))
}

/** What one member of a conversation may not do to another, or must not learn of them. */
export interface Discretion {
  /** Whether a block closes the conversation to what its members do. */
  isBlocked: (conversationId: string) => Promise<boolean>
  /** @throws DomainError FORBIDDEN when it does: the same to both, and without a reason */
  requireUnblocked: (conversationId: string) => Promise<void>
  showsReading: (conversationId: string, userId: string) => Promise<boolean>
}

/** How many conversations are remembered, to spare reading who is in them: a direct one keeps its two. */
const MAX_REMEMBERED = 10_000

export function createDiscretion({
  conversations,
  policiesOf,
}: {
  conversations: { byId: (id: string) => Promise<Pick<Conversation, 'peerIds'> | null> }
  policiesOf: PoliciesOf
}): Discretion {
  const remembered = createRecentMap<readonly string[]>(MAX_REMEMBERED)
  const peersOf = async (conversationId: string): Promise<readonly string[]> => {
    const known = remembered.get(conversationId)
    if (known) return known
    const conversation = await conversations.byId(conversationId)
    if (conversation) remembered.set(conversationId, conversation.peerIds)
    return conversation?.peerIds ?? []
  }
  return {
    isBlocked: async (conversationId) => isBlocked(await peersOf(conversationId), policiesOf),
    async requireUnblocked(conversationId) {
      if (await isBlocked(await peersOf(conversationId), policiesOf)) {
        throw forbidden('Nothing can be sent in this conversation.')
      }
    },
    showsReading: async (conversationId, userId) => showsReading(userId, await peersOf(conversationId), policiesOf),
  }
}
