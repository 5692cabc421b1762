import type { Conversation } from './conversations.ts'

/** A place in the list of conversations. */
export interface ActivityPosition {
  lastActivityAt: Date
  id: string
}

/** Before all conversations: the greatest instant that a Date can hold, and an id below any. */
export const FIRST_POSITION: ActivityPosition = { lastActivityAt: new Date(8.64e15), id: '' }

/** Those of the conversations that come after a position, the one with the newest activity first. */
export const newestFirst = (
  conversations: readonly Conversation[],
  limit: number,
  after: ActivityPosition,
): Conversation[] =>
  conversations
    .filter((conversation) => compare(after, conversation) < 0)
    .toSorted(compare)
    .slice(0, limit)

/** As the database sorts: where the instants are the same, by the id. */
function compare(one: ActivityPosition, other: ActivityPosition): number {
  const laterMs = other.lastActivityAt.getTime() - one.lastActivityAt.getTime()
  if (laterMs !== 0) return laterMs
  if (one.id === other.id) return 0
  return one.id < other.id ? 1 : -1
}
