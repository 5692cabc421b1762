import { plainText } from '../message-text/plain-text.ts'
import type { MessageLog } from '../chat/message-log.ts'

/** Tells a screen reader the newest message of the others; the list itself is silent, or loading history would be read out. */
export function ArrivalAnnouncer({ log, viewerId }: { log: MessageLog; viewerId: string }) {
  const newest = log.messages.findLast(({ sender }) => sender.id !== viewerId)
  return (
    <p aria-live="polite" className="sr-only">
      {newest && `${newest.sender.name}: ${plainText(newest.text) || 'an attachment'}`}
    </p>
  )
}
