import type { MouseEvent } from 'react'
import { memo } from 'react'
import { graphql } from '../../graphql/generated/gql.ts'
import { cn } from '../../ui/class-names.ts'
import type { Conversation } from '../chat/conversation.ts'
import { conversationPath, navigate } from '../chat/navigation.ts'
import { formatListTime, formatMoment } from '../time/format-time.ts'
import { ConversationAvatar } from './conversation-avatar.tsx'
import { conversationName, typingText } from './conversation-name.ts'
import { messagePreview } from './message-preview.ts'
import { TypingDots } from './typing-dots.tsx'

graphql(`
  fragment ConversationSummary on Conversation {
    id
    kind
    title
    memberCount
    createdAt
    lastSeq
    lastMessage {
      ...LastMessage
    }
    viewer {
      role
      unreadCount
      lastReadSeq
    }
    members(first: 2) {
      edges {
        node {
          lastReadSeq
          user {
            ...Person
          }
        }
      }
    }
  }
`)

graphql(`
  fragment LastMessage on Message {
    id
    seq
    version
    text
    sentAt
    deletedAt
    sender {
      ...Person
    }
    attachments {
      id
      contentType
    }
  }
`)

interface ConversationListItemProps {
  conversation: Conversation
  viewerId: string
  isOpen: boolean
  nowMs: number
}

export const ConversationListItem = memo(function ConversationListItem({
  conversation,
  viewerId,
  isOpen,
  nowMs,
}: ConversationListItemProps) {
  const { id, kind, lastMessage, unreadCount, createdAt } = conversation
  const typing = typingText(conversation)
  const latestMs = Date.parse(lastMessage?.sentAt ?? createdAt)
  const isUnread = unreadCount > 0

  return (
    <a
      href={conversationPath(id)}
      onClick={(event) => {
        if (isPlainClick(event)) {
          event.preventDefault()
          navigate(conversationPath(id))
        }
      }}
      aria-current={isOpen ? 'page' : undefined}
      data-testid="conversation-item"
      className="flex items-center gap-3 rounded-2xl px-3 py-2.5 transition-colors hover:bg-accent/70 aria-[current]:bg-accent"
    >
      <ConversationAvatar conversation={conversation} />
      <div className="min-w-0 flex-1">
        <div className="flex items-baseline gap-2">
          <span className={cn('min-w-0 flex-1 truncate', isUnread ? 'font-semibold' : 'font-medium')}>
            {conversationName(conversation)}
          </span>
          <time
            dateTime={new Date(latestMs).toISOString()}
            title={formatMoment(latestMs)}
            className={cn('shrink-0 text-xs', isUnread ? 'font-medium text-primary' : 'text-muted-foreground')}
          >
            {formatListTime(latestMs, nowMs)}
          </time>
        </div>
        <div className="mt-0.5 flex items-center gap-2">
          <span
            data-testid="conversation-preview"
            className={cn(
              'min-w-0 flex-1 truncate text-sm',
              typing ? 'text-primary' : isUnread ? 'text-foreground' : 'text-muted-foreground',
            )}
          >
            {typing ?? (lastMessage ? messagePreview(lastMessage, kind, viewerId) : 'No messages yet')}
            {typing && <TypingDots />}
          </span>
          {isUnread && <UnreadCount count={unreadCount} />}
        </div>
      </div>
    </a>
  )
})

function UnreadCount({ count }: { count: number }) {
  return (
    <span
      data-testid="unread-count"
      className="inline-flex h-5 min-w-5 shrink-0 items-center justify-center rounded-full bg-primary px-1.5 text-xs font-semibold text-primary-foreground tabular-nums"
    >
      {count > 99 ? '99+' : count}
      <span className="sr-only"> unread</span>
    </span>
  )
}

/** Whether a click on a link is meant to follow it here, and not in another tab or window. */
function isPlainClick(event: MouseEvent): boolean {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
}
