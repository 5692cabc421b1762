import { memo } from 'react'
import { graphql } from '../../graphql/generated/gql.ts'
import { cn } from '../../ui/class-names.ts'
import type { ChatMessage } from '../chat/message-log.ts'
import { MessageText } from '../message-text/message-text.tsx'
import { PersonAvatar } from '../people/person-avatar.tsx'
import { MessageReactions } from '../reactions/message-reactions.tsx'
import type { ShownReaction } from '../reactions/shown-reactions.ts'
import { formatMoment } from '../time/format-time.ts'
import { DeletedMessage } from './deleted-message.tsx'
import type { Deletion } from './deletions.ts'
import { MessageAttachment } from './message-attachments.tsx'
import type { FailedActions } from './message-footer.tsx'
import { MessageFooter } from './message-footer.tsx'
import type { ToolbarActions } from './message-toolbar.tsx'
import { MessageToolbar } from './message-toolbar.tsx'
import { QuotedMessage } from './quoted-message.tsx'
import type { ShownMessage } from './timeline.ts'

graphql(`
  fragment ChatMessage on Message {
    id
    seq
    version
    clientId
    text
    sentAt
    editedAt
    deletedAt
    sender {
      ...Person
    }
    attachments {
      ...MessageAttachment
    }
    quote {
      messageId
      seq
      text
      deletedAt
      sender {
        ...Person
      }
    }
    reactions {
      emoji
      count
    }
  }
`)

export interface MessageActions extends FailedActions, ToolbarActions {
  showQuoted: (seq: number) => void
  /** Takes a deletion back. */
  undoRemoval: (message: ChatMessage) => void
}

interface MessageItemProps extends ShownMessage {
  isOwn: boolean
  /** The viewer may delete it for everybody. */
  canDelete: boolean
  /** It is about to be deleted. */
  deletion: Deletion | null
  reactions: readonly ShownReaction[]
  /** The sender's name and picture are shown: in groups. */
  isSenderShown: boolean
  /** Everybody it is for has read it. */
  isRead: boolean
  /** Who has read up to here, in words. */
  seenText: string | null
  actions: MessageActions
}

export const MessageItem = memo(function MessageItem(props: MessageItemProps) {
  const { message, delivery, startsGroup, endsGroup, isOwn, canDelete, deletion, reactions, isSenderShown, actions } =
    props
  const { sender, text, attachments, quote } = message
  const isDeleted = message.deletedAt !== null || deletion !== null
  const react = (emoji: string, added: boolean) => actions.react(message, emoji, added)

  return (
    <article
      aria-label={`${isOwn ? 'You' : sender.name}, ${formatMoment(Date.parse(message.sentAt))}`}
      data-testid="message"
      // A tap on a message shows what can be done with it.
      tabIndex={-1}
      data-own={isOwn}
      data-delivery={delivery}
      className={cn(
        'group flex gap-2.5 rounded-2xl px-3 -outline-offset-2 sm:px-6',
        isOwn && 'justify-end',
        startsGroup ? 'pt-3' : 'pt-[3px]',
      )}
    >
      {isSenderShown && !isOwn && (
        <div className="w-8 shrink-0 pt-6">{startsGroup && <PersonAvatar person={sender} size="small" />}</div>
      )}
      <div className={cn('flex max-w-[85%] min-w-0 flex-col sm:max-w-[36rem]', isOwn ? 'items-end' : 'items-start')}>
        {isSenderShown && !isOwn && startsGroup && (
          <p className="mb-0.5 h-5 px-1 text-[0.8125rem] font-medium text-muted-foreground">{sender.name}</p>
        )}
        <div className="relative max-w-full">
          <div className={cn('flex min-w-0 flex-col gap-1', isOwn ? 'items-end' : 'items-start')}>
            {isDeleted && (
              <DeletedMessage onUndo={deletion === 'waiting' ? () => actions.undoRemoval(message) : null} />
            )}
            {!isDeleted &&
              attachments.map((attachment) => (
                <MessageAttachment key={attachment.id} messageId={message.id} attachment={attachment} />
              ))}
            {!isDeleted && (text !== '' || quote) && (
              <div
                data-testid="message-bubble"
                className={cn(
                  'max-w-full rounded-[1.125rem] px-3.5 py-2 leading-[1.45]',
                  isOwn ? 'bg-bubble-own' : 'bg-bubble-other',
                  endsGroup && (isOwn ? 'rounded-br-md' : 'rounded-bl-md'),
                  delivery === 'failed' && 'bg-destructive-soft',
                )}
              >
                {quote && <QuotedMessage quote={quote} onShow={() => actions.showQuoted(quote.seq)} />}
                {text !== '' && <MessageText text={text} />}
              </div>
            )}
          </div>
          {delivery === 'sent' && !isDeleted && (
            <MessageToolbar
              message={message}
              isOwn={isOwn}
              canDelete={canDelete}
              reactions={reactions}
              actions={actions}
            />
          )}
        </div>
        {!isDeleted && reactions.length > 0 && (
          <MessageReactions reactions={reactions} isOwnMessage={isOwn} onReact={react} />
        )}
        <MessageFooter {...props} />
      </div>
    </article>
  )
})
