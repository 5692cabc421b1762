import { useEffect } from 'react'
import { useChat } from '../chat/chat-provider.tsx'
import type { Conversation } from '../chat/conversation.ts'
import { useAttention } from './use-attention.ts'

/** Marks as read what is in view, while somebody is looking. */
export function useMarkRead({ id, lastReadSeq }: Conversation, seqInView: number): void {
  const { chat } = useChat()
  const isLooking = useAttention()
  useEffect(() => {
    if (isLooking && seqInView > lastReadSeq) chat.markRead(id, seqInView)
  }, [chat, id, isLooking, seqInView, lastReadSeq])
}
