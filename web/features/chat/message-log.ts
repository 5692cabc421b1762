import { quotedText } from '@colloquy/schema/rules'
import type { ChatMessageFragment, MessagePageFragment } from '../../graphql/generated/graphql.ts'
import type { OwnByMessage } from '../reactions/own-reactions.ts'
import { withOwnRead } from '../reactions/own-reactions.ts'

export type ChatMessage = ChatMessageFragment

/**
 * The loaded messages of a conversation: an unbroken stretch of it, which ends with the newest known unless much is
 * unread and not loaded yet.
 */
export interface MessageLog {
  /** By seq. */
  messages: readonly ChatMessage[]
  hasOlder: boolean
  /** Where to read older ones from. */
  startCursor: string | null
  hasNewer: boolean
  /** Where to read newer ones from, while there are some that are not loaded. */
  endCursor: string | null
  /** What the viewer reacts with. */
  own: OwnByMessage
}

/** Messages that were here already stay the objects they were, unless the page has a later version. */
export function logFromNewestPage({ edges, pageInfo }: MessagePageFragment, known: MessageLog | null): MessageLog {
  const page = messagesOf(edges)
  const seqs = new Set(page.map(({ seq }) => seq))
  return {
    messages: merge(known?.messages.filter(({ seq }) => seqs.has(seq)) ?? [], page),
    hasOlder: pageInfo.hasPreviousPage,
    startCursor: pageInfo.startCursor,
    hasNewer: false,
    endCursor: null,
    own: withOwnRead(known?.own ?? new Map(), page),
  }
}

/** A page of what is unread. What comes before and after it is loaded when it is wanted. */
export function logFromUnreadPage({ edges, pageInfo }: MessagePageFragment): MessageLog {
  const { startCursor, endCursor, hasPreviousPage, hasNextPage } = pageInfo
  const messages = messagesOf(edges)
  const own = withOwnRead(new Map(), messages)
  return { messages, hasOlder: hasPreviousPage, startCursor, hasNewer: hasNextPage, endCursor, own }
}

export function withOlderPage(log: MessageLog, { edges, pageInfo }: MessagePageFragment): MessageLog {
  return {
    ...log,
    messages: merge(log.messages, messagesOf(edges)),
    hasOlder: pageInfo.hasPreviousPage,
    startCursor: pageInfo.startCursor ?? log.startCursor,
    own: withOwnRead(log.own, messagesOf(edges)),
  }
}

/** A page that follows. One that was asked for before the newest message came is not the last. */
export function withNewerPage(log: MessageLog, { edges, pageInfo }: MessagePageFragment, lastSeq: number): MessageLog {
  const page = messagesOf(edges)
  const messages = merge(log.messages, page)
  const hasNewer = pageInfo.hasNextPage || (messages.at(-1)?.seq ?? 0) < lastSeq
  const endCursor = pageInfo.endCursor ?? log.endCursor
  return { ...log, messages, hasNewer, endCursor, own: withOwnRead(log.own, page) }
}

/** With one message more; one from outside the loaded stretch is left out, since it would leave a hole. */
export function withMessage(log: MessageLog, message: ChatMessage): MessageLog {
  const oldest = log.messages[0]
  if (log.hasOlder && oldest && message.seq < oldest.seq) return log
  if (log.hasNewer && message.seq > newestSeq(log)) return log
  return { ...log, messages: merge(log.messages, [message]) }
}

/** With the answers that quote a message showing it as it is now. */
export function withQuotesOf(log: MessageLog, changed: ChatMessage): MessageLog {
  const { id, text, deletedAt } = log.messages.find((message) => message.id === changed.id) ?? changed
  const quoted = quotedText(text)
  const messages = log.messages.map((message) =>
    message.quote?.messageId === id && (message.quote.text !== quoted || message.quote.deletedAt !== deletedAt)
      ? { ...message, quote: { ...message.quote, text: quoted, deletedAt } }
      : message,
  )
  return { ...log, messages }
}

export const newestSeq = (log: MessageLog): number => log.messages.at(-1)?.seq ?? 0

const messagesOf = (edges: MessagePageFragment['edges']) => edges.map(({ node }) => node)

/** Both, by seq, each message once, in the newer of two versions. */
function merge(known: readonly ChatMessage[], added: readonly ChatMessage[]): readonly ChatMessage[] {
  const bySeq = new Map(known.map((message) => [message.seq, message]))
  for (const message of added) {
    const present = bySeq.get(message.seq)
    bySeq.set(message.seq, present ? newerOf(present, message) : message)
  }
  return [...bySeq.values()].toSorted((one, other) => one.seq - other.seq)
}

/** The later version of a message; of equal ones the very object that is here, so that nothing renders again. */
export const newerOf = <Copy extends { version: number }>(known: Copy, other: Copy): Copy =>
  other.version > known.version ? other : known
