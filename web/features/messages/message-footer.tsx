import { Check, CheckCheck, Clock, FastForward, FileX, Pause, RotateCw, Trash2 } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import type { ChatMessage } from '../chat/message-log.ts'
import { formatClock, formatMoment } from '../time/format-time.ts'
import type { Delivery, ShownMessage } from './timeline.ts'

/** What can be done with a message that failed. */
export interface FailedActions {
  retry: (message: ChatMessage) => void
  retryWithoutFaulty: (message: ChatMessage) => void
  /** Sends those that wait behind it. */
  letPass: (message: ChatMessage) => void
  discard: (message: ChatMessage) => void
}

interface MessageFooterProps extends ShownMessage {
  isOwn: boolean
  isRead: boolean
  seenText: string | null
  actions: FailedActions
}

/** When a message was sent, and what has become of it. */
export function MessageFooter(props: MessageFooterProps) {
  const { message, delivery, endsGroup, isOwn, isRead, seenText } = props
  const { editedAt } = message
  const atMs = Date.parse(message.sentAt)
  if (delivery === 'failed') return <FailedFooter {...props} />
  if (!endsGroup && !seenText && editedAt === null && delivery === 'sent') return null
  return (
    <p className="flex min-h-5 items-center gap-1 px-1 text-xs text-muted-foreground">
      {delivery === 'held' && 'Waits for the message above'}
      <time dateTime={message.sentAt} title={formatMoment(atMs)}>
        {formatClock(atMs)}
      </time>
      {editedAt !== null && <span title={`Edited ${formatMoment(Date.parse(editedAt))}`}>edited</span>}
      {isOwn && <DeliveryMark delivery={delivery} isRead={isRead} />}
      {seenText && <span data-testid="seen">{seenText}</span>}
    </p>
  )
}

function FailedFooter({ message, problem, faultyCount, holdsUp, actions }: MessageFooterProps) {
  const hasRest = message.text !== '' || message.attachments.length > faultyCount
  return (
    <div role="alert" className="px-1 text-right text-sm text-destructive">
      <p>Not sent. {problem}</p>
      <div className="flex flex-wrap justify-end">
        {faultyCount > 0 && hasRest ? (
          <Button variant="ghost" size="small" onClick={() => actions.retryWithoutFaulty(message)}>
            <FileX className="size-4" /> Send without {faultyCount === 1 ? 'the file' : `${faultyCount} files`}
          </Button>
        ) : (
          <Button variant="ghost" size="small" onClick={() => actions.retry(message)}>
            <RotateCw className="size-4" /> Try again
          </Button>
        )}
        {holdsUp && (
          <Button variant="ghost" size="small" onClick={() => actions.letPass(message)}>
            <FastForward className="size-4" /> Send those below
          </Button>
        )}
        <Button variant="ghost" size="small" onClick={() => actions.discard(message)}>
          <Trash2 className="size-4" /> Delete
        </Button>
      </div>
    </div>
  )
}

function DeliveryMark({ delivery, isRead }: { delivery: Exclude<Delivery, 'failed'>; isRead: boolean }) {
  switch (delivery) {
    case 'held':
      return <Pause className="size-3.5" aria-hidden />
    case 'waiting':
      return <Clock className="size-3.5" aria-label="Sending" />
    case 'sent':
      return isRead ? (
        <CheckCheck className="size-3.5 text-primary" aria-label="Read" />
      ) : (
        <Check className="size-3.5" aria-label="Sent" />
      )
    default:
      return delivery satisfies never
  }
}
