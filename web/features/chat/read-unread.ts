import type { MessagePageFragment } from '../../graphql/generated/graphql.ts'
import type { ChatQueries, OpenedConversation } from './chat-queries.ts'

interface Unread {
  page: MessagePageFragment
  /** What was read already, right before it. */
  before: MessagePageFragment | null
}

/** Where the unread messages begin, when that is further back than the newest page; else null. */
export async function readUnread(
  queries: Pick<ChatQueries, 'newerMessages' | 'olderMessages'>,
  { id, viewer, messages }: OpenedConversation,
): Promise<Unread | null> {
  const oldest = messages.edges[0]?.node
  const isHere = !messages.pageInfo.hasPreviousPage || !oldest || oldest.seq <= viewer.lastReadSeq
  if (viewer.unreadCount === 0 || isHere) return null
  const page = await queries.newerMessages(id, viewer.lastReadCursor)
  if (!page?.pageInfo.startCursor) return null
  return { page, before: await queries.olderMessages(id, page.pageInfo.startCursor) }
}
