import { useCallback, useMemo, useRef, useState } from 'react'
import { useChat } from '../chat/chat-provider.tsx'
import type { Conversation } from '../chat/conversation.ts'
import type { ChatMessage, MessageLog } from '../chat/message-log.ts'
import { rememberReaction } from '../reactions/quick-reactions.ts'
import { ArrivalAnnouncer } from './arrival-announcer.tsx'
import { AT_END_PX, scrollToKey, useHistoryList } from './history-list.ts'
import { JumpToLatest } from './jump-to-latest.tsx'
import { LoadingMore } from './loading-more.tsx'
import { MessageBoundary } from './message-boundary.tsx'
import type { MessageActions } from './message-item.tsx'
import { TimelineRow } from './timeline-row.tsx'
import type { TimelineRow as Row } from './timeline.ts'
import { rowKey, timelineRows } from './timeline.ts'
import { useMarkRead } from './use-mark-read.ts'
import { useOutgoing } from './use-outgoing.ts'
import { useMessageKeys } from './use-message-keys.ts'
import { useMoreMessages } from './use-more-messages.ts'
import { useReadingPlace } from './use-reading-place.ts'

/** With so few rows left above or below, more are fetched. */
const ROWS_LEFT = 8
const NOTHING: never[] = []

interface MessageListProps {
  conversation: Conversation
  log: MessageLog
  onReply: (message: ChatMessage) => void
}

/** A conversation's history; only what is in view is in the document. */
export function MessageList({ conversation, log, onReply }: MessageListProps) {
  const { id } = conversation
  const { chat, viewer } = useChat()
  const { hasOlder, hasNewer } = log
  const outgoing = useOutgoing(id)
  const [newAfterSeq] = useState(() => (conversation.unreadCount > 0 ? conversation.lastReadSeq : null))
  const rows = useMemo(
    // What is on its way stands at the end of the conversation, not of what is loaded of it.
    () => timelineRows({ ...log, outgoing: hasNewer ? NOTHING : outgoing, newAfterSeq, viewerId: viewer.id }),
    [log, hasNewer, outgoing, newAfterSeq, viewer.id],
  )

  const scroller = useRef<HTMLDivElement>(null)
  const [focusedKey, setFocusedKey] = useState<string | null>(null)
  const list = useHistoryList(rows, { hasNewer, keptKey: focusedKey }, () => scroller.current)
  const lastOutgoingId = outgoing.at(-1)?.message.clientId
  const keys = useMessageKeys({ rows, list, scroller, focusedKey, setFocusedKey })
  const { isThere, goToEnd } = useReadingPlace({ conversationId: id, list, hasNewer, lastOutgoingId })

  const { containerRef, measureElement, range: inView } = list
  const isAtEnd = !hasNewer && (inView === null || list.isAtEnd(AT_END_PX))
  const isReading = isThere && inView !== null
  const older = useMoreMessages(
    isReading && hasOlder && inView.startIndex < ROWS_LEFT,
    useCallback(() => chat.loadOlderMessages(id), [chat, id]),
  )
  const newer = useMoreMessages(
    isReading && hasNewer && inView.endIndex >= rows.length - ROWS_LEFT,
    useCallback(() => chat.loadNewerMessages(id), [chat, id]),
  )
  useMarkRead(conversation, isReading ? newestSeq(rows, isAtEnd ? rows.length - 1 : inView.endIndex) : 0)

  const actions = useMemo<MessageActions>(
    () => ({
      reply: onReply,
      edit: (message) => chat.edits.begin(id, message),
      remove: (message) => chat.deletions.begin(id, message.id),
      react: ({ id: messageId }, emoji, added) => {
        if (added) rememberReaction(emoji)
        chat.reacting.react({ conversationId: id, messageId, emoji, added })
      },
      undoRemoval: (message) => chat.deletions.undo(message.id),
      retry: ({ clientId }) => chat.outbox.retry(clientId),
      retryWithoutFaulty: ({ clientId }) => chat.outbox.retryWithoutFaulty(clientId),
      letPass: ({ clientId }) => chat.outbox.letPass(clientId),
      discard: ({ clientId }) => chat.outbox.discard(clientId),
      showQuoted: (seq) => {
        const messages = chat.state.get().conversations.get(id)?.log?.messages
        const quoted = messages?.find((message) => message.seq === seq)
        if (quoted) scrollToKey(list, rowKey(quoted), 'center')
      },
    }),
    [chat, id, onReply, list],
  )

  const lastOwn = rows.findLast(
    (row) => row.kind === 'message' && row.delivery === 'sent' && row.message.sender.id === viewer.id,
  )
  return (
    <div className="relative min-h-0 flex-1">
      <LoadingMore what="Older messages" {...older} className="top-2" />
      <LoadingMore what="Newer messages" {...newer} className="bottom-2" />
      <div
        ref={scroller}
        role="log"
        aria-label="Messages"
        aria-live="off"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- so that the keyboard can scroll it
        tabIndex={0}
        {...keys}
        className="flex h-full flex-col overflow-x-hidden overflow-y-auto overscroll-contain -outline-offset-2 [overflow-anchor:none]"
      >
        <div ref={containerRef} className="relative mx-auto mt-auto w-full max-w-[56rem] shrink-0">
          {list.getVirtualItems().map(({ key, index }) => {
            const row = rows[index]
            return row ? (
              <div key={key} data-index={index} ref={measureElement} className="absolute top-0 left-0 w-full">
                <MessageBoundary key={textOf(row)} text={textOf(row)}>
                  <TimelineRow
                    row={row}
                    conversation={conversation}
                    viewerId={viewer.id}
                    isLastOwn={row === lastOwn}
                    actions={actions}
                  />
                </MessageBoundary>
              </div>
            ) : null
          })}
        </div>
      </div>
      <ArrivalAnnouncer conversation={conversation} viewerId={viewer.id} />
      {!isAtEnd && <JumpToLatest newCount={conversation.unreadCount} onJump={goToEnd} />}
    </div>
  )
}

const textOf = (row: Row): string => (row.kind === 'message' ? row.message.text : '')

/** Of the messages down to a row. */
function newestSeq(rows: readonly Row[], lastIndex: number): number {
  const newest = rows.findLast((row, index) => index <= lastIndex && row.kind === 'message' && row.delivery === 'sent')
  return newest?.kind === 'message' ? newest.message.seq : 0
}
