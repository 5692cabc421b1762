import { notFound } from '@colloquy/platform/errors'
import { MAX_MEMBERS } from '@colloquy/schema/rules'

/** One stay of a user in a conversation; who comes back begins another one. */
export interface Membership {
  conversationId: string
  userId: string
  role: 'OWNER' | 'ADMIN' | 'MEMBER'
  /** Of the event by which the user joined. */
  joinedSeq: number
  joinedAt: Date
  /** Order of joining; no two stays in a conversation have the same. */
  place: number
  /** Of the event by which the user left; null while the user is a member. */
  leftSeq: number | null
  leftAtMs: number | null
  /** Up to where the user has read. */
  lastReadSeq: number
  /** How many messages there are up to there. */
  lastReadOrdinal: number
}

/** The place of the user who joined by an event as the index-th of those in it. */
export const placeOf = (joinedSeq: number, index: number): number => joinedSeq * MAX_MEMBERS + index

/** Messages of others after the last one read. Own ones are none of them: sending one marks all before it as read. */
export const unreadCount = (lastOrdinal: number, { lastReadOrdinal }: Pick<Membership, 'lastReadOrdinal'>): number =>
  Math.max(0, lastOrdinal - lastReadOrdinal)

/**
 * The user's membership.
 * @throws DomainError NOT_FOUND when there is none: to others the conversation does not exist
 */
export async function requireMembership(
  store: { current: (conversationId: string, userId: string) => Promise<Membership | null> },
  conversationId: string,
  userId: string,
): Promise<Membership> {
  const membership = await store.current(conversationId, userId)
  if (!membership) throw notFound('conversation')
  return membership
}
