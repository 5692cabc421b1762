import { useMemo } from 'react'
import { useChat } from '../chat/chat-provider.tsx'
import { outboxMessage } from '../composer/outbox-message.ts'
import { useStore } from '../store/store.ts'
import type { OutgoingMessage } from './timeline.ts'

/** The viewer's messages on their way in a conversation. */
export function useOutgoing(conversationId: string): readonly OutgoingMessage[] {
  const { chat, viewer } = useChat()
  const queue = useStore(chat.outbox.queues, (queues) => queues.get(conversationId))
  const uploads = useStore(chat.uploads.all, (all) => all)
  return useMemo(
    () => (queue ?? []).map((item) => ({ ...item, message: outboxMessage(item, viewer, uploads) })),
    [queue, viewer, uploads],
  )
}
