import type {
  ConversationMembersFragment,
  ConversationSummaryFragment,
  LastMessageFragment,
  MemberPageFragment,
  PersonFragment,
} from '../../graphql/generated/graphql.ts'
import type { MessageLog } from './message-log.ts'
import { newestSeq } from './message-log.ts'

export type Person = PersonFragment
export type Member = MemberPageFragment['edges'][number]['node']
export type ReadMarks = Readonly<Record<string, number>>

export interface TypingPerson {
  person: Person
  untilMs: number
}

/** A conversation as the page knows it. */
export interface Conversation {
  id: string
  kind: ConversationSummaryFragment['kind']
  title: string | null
  createdAt: string
  memberCount: number
  role: ConversationSummaryFragment['viewer']['role']
  /** The other one, in a direct conversation. */
  peer: Person | null
  /** The first page of them, in the order in which they joined; known once the conversation was opened. */
  members: readonly Member[] | null
  /** Where the members go on; null when they are all here, or none is known yet. */
  membersCursor: string | null
  /** Seq of the newest event up to which nothing is missing here. */
  lastSeq: number
  lastMessage: LastMessageFragment | null
  /** The viewer's own. */
  unreadCount: number
  lastReadSeq: number
  /** By user id: up to where the others have read. */
  readMarks: ReadMarks
  typing: readonly TypingPerson[]
  /** Null until the conversation is opened. */
  log: MessageLog | null
}

/** What the server says now, over what is known; an answer that events have overtaken does not take them back. */
export function withSummary(
  known: Conversation | undefined,
  summary: ConversationSummaryFragment,
  viewerId: string,
): Conversation {
  const { id, kind, title, createdAt, memberCount, viewer } = summary
  const others = summary.members.edges.map(({ node }) => node).filter(({ user }) => user.id !== viewerId)
  const overtaken = known !== undefined && known.lastSeq > summary.lastSeq
  return {
    id,
    kind,
    title,
    createdAt,
    memberCount,
    role: viewer.role,
    peer: kind === 'DIRECT' ? (others[0]?.user ?? summary.members.edges[0]?.node.user ?? null) : null,
    members: known?.members ?? null,
    membersCursor: known?.membersCursor ?? null,
    lastSeq: overtaken ? known.lastSeq : summary.lastSeq,
    lastMessage: overtaken ? known.lastMessage : summary.lastMessage,
    unreadCount: overtaken || isReadFurther(known, viewer.lastReadSeq) ? known.unreadCount : viewer.unreadCount,
    lastReadSeq: Math.max(viewer.lastReadSeq, known?.lastReadSeq ?? 0),
    readMarks: withReadMarks(known?.readMarks ?? {}, others),
    typing: known?.typing ?? [],
    log: known?.log ?? null,
  }
}

export function withMembers(conversation: Conversation, { everyone }: ConversationMembersFragment): Conversation {
  const members = everyone.edges.map(({ node }) => node)
  const membersCursor = nextMembers(everyone)
  return { ...conversation, members, membersCursor, readMarks: withReadMarks(conversation.readMarks, members) }
}

/** Where to read on after a page of members; null after the last. */
export const nextMembers = ({ pageInfo }: MemberPageFragment): string | null =>
  pageInfo.hasNextPage ? pageInfo.endCursor : null

export function withReadMark(marks: ReadMarks, userId: string, seq: number): ReadMarks {
  return (marks[userId] ?? 0) >= seq ? marks : { ...marks, [userId]: seq }
}

/** Whether messages are known to exist that the log of an opened conversation has not got. */
export function isBehind({ log, lastMessage }: Conversation): boolean {
  return log !== null && !log.hasNewer && lastMessage !== null && newestSeq(log) < lastMessage.seq
}

/** The viewer's mark here is ahead of the server's: it is on its way there. */
function isReadFurther(known: Conversation | undefined, lastReadSeq: number): known is Conversation {
  return known !== undefined && known.lastReadSeq > lastReadSeq
}

function withReadMarks(marks: ReadMarks, members: { user: Person; lastReadSeq: number }[]): ReadMarks {
  return members.reduce((all, { user, lastReadSeq }) => withReadMark(all, user.id, lastReadSeq), marks)
}
