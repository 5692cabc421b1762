import type { ChatMessageFragment, MessagePageFragment } from '../../graphql/generated/graphql.ts'

export type ChatMessage = ChatMessageFragment

/** The loaded messages of a conversation: an unbroken stretch of it that ends with the newest known. */
export interface MessageLog {
  /** By seq. */
  messages: readonly ChatMessage[]
  hasOlder: boolean
  /** Where to read older ones from. */
  startCursor: string | null
  /** Where to read from what may be missing at the end; messages that arrived live are after it. */
  endCursor: string | null
}

export function logFromNewestPage({ edges, pageInfo }: MessagePageFragment): MessageLog {
  return {
    messages: merge([], messagesOf(edges)),
    hasOlder: pageInfo.hasPreviousPage,
    startCursor: pageInfo.startCursor,
    endCursor: pageInfo.endCursor,
  }
}

export function withOlderPage(log: MessageLog, { edges, pageInfo }: MessagePageFragment): MessageLog {
  return {
    ...log,
    messages: merge(messagesOf(edges), log.messages),
    hasOlder: pageInfo.hasPreviousPage,
    startCursor: pageInfo.startCursor ?? log.startCursor,
  }
}

export function withNewerPage(log: MessageLog, { edges, pageInfo }: MessagePageFragment): MessageLog {
  return {
    ...log,
    messages: merge(log.messages, messagesOf(edges)),
    endCursor: pageInfo.endCursor ?? log.endCursor,
  }
}

/** With one message more; one from before the loaded stretch is left out, since it would leave a hole behind it. */
export function withMessage(log: MessageLog, message: ChatMessage): MessageLog {
  const oldest = log.messages[0]
  if (log.hasOlder && oldest && message.seq < oldest.seq) return log
  return { ...log, messages: merge(log.messages, [message]) }
}

export const newestSeq = (log: MessageLog): number => log.messages.at(-1)?.seq ?? 0

const messagesOf = (edges: MessagePageFragment['edges']) => edges.map(({ node }) => node)

/** Both, by seq, each message once; a message that both have keeps its identity, so that nothing renders again. */
function merge(known: readonly ChatMessage[], added: readonly ChatMessage[]): readonly ChatMessage[] {
  const bySeq = new Map(added.map((message) => [message.seq, message]))
  for (const message of known) bySeq.set(message.seq, message)
  return [...bySeq.values()].toSorted((one, other) => one.seq - other.seq)
}
