import type { Conversation } from '../chat/conversation.ts'
import { plainText } from '../message-text/plain-text.ts'

interface ArrivalAnnouncerProps {
  conversation: Conversation
  viewerId: string
}

/** Tells a screen reader the newest message of the others; the list itself is silent, or loading history would be read out. */
export function ArrivalAnnouncer({ conversation: { lastMessage }, viewerId }: ArrivalAnnouncerProps) {
  const isTold = lastMessage !== null && lastMessage.sender.id !== viewerId
  return (
    <p aria-live="polite" className="sr-only">
      {isTold && `${lastMessage.sender.name}: ${plainText(lastMessage.text) || 'an attachment'}`}
    </p>
  )
}
