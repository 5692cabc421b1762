import type {
  ConversationSummaryFragment,
  MemberPageFragment,
  MessagePageFragment,
} from '../../graphql/generated/graphql.ts'
import type { MessageForViewer, OpenedConversation } from './chat-queries.ts'
import type { Member } from './conversation.ts'
import type { InboxEvent } from './inbox-events.ts'
import type { ChatMessage } from './message-log.ts'

/** What tests of this folder and its users are made of: Ann, who looks on, and Bob, with whom she talks. */
export const ann = { id: 'ann', name: 'Ann Lee', username: 'ann' }
export const bob = { id: 'bob', name: 'Bob Ray', username: 'bob' }

export function message(seq: number, part: Partial<ChatMessage> = {}): ChatMessage {
  return {
    id: `message-${seq}`,
    seq,
    version: seq,
    clientId: `client-${seq}`,
    text: `Message ${seq}`,
    sentAt: new Date(Date.UTC(2026, 10, 21, 9, 0, seq)).toISOString(),
    editedAt: null,
    deletedAt: null,
    sender: bob,
    attachments: [],
    quote: null,
    reactions: [],
    ...part,
  }
}

export function page(
  messages: ChatMessage[],
  part: Partial<MessagePageFragment['pageInfo']> = {},
): MessagePageFragment {
  return {
    edges: messages.map((node) => ({ node: readForViewer(node) })),
    pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: 'start', endCursor: 'end', ...part },
  }
}

/** With the viewer's own reactions, which only what is read for one viewer tells. */
export function readForViewer(node: ChatMessage, own: readonly string[] = []): MessageForViewer {
  const reactions = node.reactions.map((reaction) => ({ ...reaction, viewerReacted: own.includes(reaction.emoji) }))
  return { ...node, reactions }
}

export function summary(part: Partial<ConversationSummaryFragment> = {}): ConversationSummaryFragment {
  return {
    id: 'talk',
    kind: 'DIRECT',
    title: null,
    memberCount: 2,
    createdAt: '2026-11-21T08:00:00.000Z',
    lastSeq: 1,
    lastMessage: null,
    viewer: { role: 'MEMBER', unreadCount: 0, lastReadSeq: 1 },
    members: { edges: [ann, bob].map((user) => ({ node: { user, lastReadSeq: 1 } })) },
    ...part,
  }
}

export const JOINED_AT = '2026-11-21T08:00:00.000Z'

export function members(all: Member[], endCursor: string | null = null): MemberPageFragment {
  return { edges: all.map((node) => ({ node })), pageInfo: { hasNextPage: endCursor !== null, endCursor } }
}

export function opened(messages: ChatMessage[], part: Partial<OpenedConversation> = {}): OpenedConversation {
  const listed = summary({ lastSeq: messages.at(-1)?.seq ?? 1, lastMessage: messages.at(-1) ?? null })
  return {
    ...listed,
    viewer: { ...listed.viewer, lastReadCursor: 'last-read' },
    everyone: members([ann, bob].map((user) => ({ user, role: 'MEMBER', joinedAt: JOINED_AT, lastReadSeq: 1 }))),
    messages: page(messages),
    ...part,
  }
}

/** The event with a seq by which a message has another text. */
export function edited(seq: number, ofSeq: number, text: string): InboxEvent {
  return {
    __typename: 'MessageEdited',
    seq,
    cursor: `cursor-${seq}`,
    conversation: { id: 'talk' },
    message: message(ofSeq, { text, version: seq, editedAt: JOINED_AT }),
  }
}

/** The event with a seq by which somebody reacts to a message, or takes that back. */
export function reacted(
  seq: number,
  ofSeq: number,
  part: Partial<InboxEvent & { __typename: 'ReactionChanged' }> & { reactions: ChatMessage['reactions'] },
): InboxEvent {
  const { reactions, ...rest } = part
  return {
    __typename: 'ReactionChanged',
    seq,
    cursor: `cursor-${seq}`,
    conversation: { id: 'talk' },
    message: message(ofSeq, { version: seq, reactions }),
    user: bob,
    emoji: '👍',
    added: true,
    ...rest,
  }
}

/** The event with a seq by which a message is gone. */
export function deleted(seq: number, ofSeq: number): InboxEvent {
  return {
    __typename: 'MessageDeleted',
    seq,
    cursor: `cursor-${seq}`,
    conversation: { id: 'talk' },
    message: message(ofSeq, { text: '', version: seq, deletedAt: JOINED_AT }),
  }
}

export function sent(seq: number, part: Partial<ChatMessage> = {}): InboxEvent {
  return {
    __typename: 'MessageSent',
    seq,
    cursor: `cursor-${seq}`,
    conversation: { id: 'talk' },
    message: message(seq, part),
  }
}
