import { useMemo } from 'react'
import { useChat } from '../chat/chat-provider.tsx'
import type { Conversation } from '../chat/conversation.ts'
import { shownReactions } from '../reactions/shown-reactions.ts'
import { useStore } from '../store/store.ts'
import { formatDay } from '../time/format-time.ts'
import { useNow } from '../time/use-now.ts'
import type { MessageActions } from './message-item.tsx'
import { MessageItem } from './message-item.tsx'
import { isReadByAll, seenText } from './seen-by.ts'
import type { MessageRow as Shown, TimelineRow as Row } from './timeline.ts'

const NONE: readonly string[] = []

interface TimelineRowProps {
  row: Row
  conversation: Conversation
  viewerId: string
  /** The newest that the viewer has sent: who has seen it is told below it. */
  isLastOwn: boolean
  actions: MessageActions
}

export function TimelineRow({ row, ...props }: TimelineRowProps) {
  if (row.kind === 'day') return <DaySeparator atMs={row.atMs} />
  if (row.kind === 'new') return <NewMessagesLine />
  return <MessageRow row={row} {...props} />
}

function MessageRow({ row, conversation, viewerId, isLastOwn, actions }: TimelineRowProps & { row: Shown }) {
  const { chat } = useChat()
  const { key: _, kind: __, ...shown } = row
  const { message, delivery } = shown
  const deletion = useStore(chat.deletions.pending, (pending) => pending.get(message.id)) ?? null
  const wishes = useStore(chat.reacting.wished, (wished) => wished.get(message.id))
  const own = conversation.log?.own.get(message.id)?.emoji ?? NONE
  const reactions = useMemo(() => shownReactions(message.reactions, own, wishes), [message.reactions, own, wishes])
  const isOwn = message.sender.id === viewerId
  return (
    <MessageItem
      {...shown}
      isOwn={isOwn}
      canDelete={isOwn || conversation.role !== 'MEMBER'}
      deletion={deletion}
      reactions={reactions}
      isSenderShown={conversation.kind === 'GROUP'}
      isRead={isOwn && delivery === 'sent' && isReadByAll(conversation, message, viewerId)}
      seenText={isLastOwn ? seenText(conversation, message, viewerId) : null}
      actions={actions}
    />
  )
}

function DaySeparator({ atMs }: { atMs: number }) {
  const nowMs = useNow()
  return (
    <p data-testid="day-separator" className="pt-6 pb-1 text-center text-xs font-medium text-muted-foreground">
      {formatDay(atMs, nowMs)}
    </p>
  )
}

function NewMessagesLine() {
  return (
    <p
      data-testid="new-messages-line"
      className="mx-6 flex items-center gap-3 pt-5 pb-1 text-xs font-semibold text-primary before:h-px before:flex-1 before:bg-primary/35 after:h-px after:flex-1 after:bg-primary/35"
    >
      New messages
    </p>
  )
}
