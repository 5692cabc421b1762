import type { ChatState } from '../chat/chat-state.ts'

/** The ids of the people in the state: the viewer, those in the list, then those of conversations that were opened. */
export function peopleIn({ viewerId, conversations }: ChatState): string[] {
  const listed = new Set([viewerId])
  const opened = new Set<string>()
  for (const { peer, lastMessage, members, log } of conversations.values()) {
    if (peer) listed.add(peer.id)
    if (lastMessage) listed.add(lastMessage.sender.id)
    for (const { sender, quote } of log?.messages ?? []) {
      opened.add(sender.id)
      if (quote) opened.add(quote.sender.id)
    }
    for (const { user } of members ?? []) opened.add(user.id)
  }
  return [...listed.union(opened)]
}
