import { useMemo, useRef, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { useChat } from '../chat/chat-provider.tsx'
import type { Conversation } from '../chat/conversation.ts'
import type { ChatMessage, MessageLog } from '../chat/message-log.ts'
import { ArrivalAnnouncer } from './arrival-announcer.tsx'
import { AT_END_PX, scrollToKey, useHistoryList } from './history-list.ts'
import { JumpToLatest } from './jump-to-latest.tsx'
import { MessageBoundary } from './message-boundary.tsx'
import type { MessageActions } from './message-item.tsx'
import { TimelineRow } from './timeline-row.tsx'
import type { TimelineRow as Row } from './timeline.ts'
import { rowKey, timelineRows } from './timeline.ts'
import { useMarkRead } from './use-mark-read.ts'
import { useOutgoing } from './use-outgoing.ts'
import { useOlderMessages } from './use-older-messages.ts'
import { useReadingPlace } from './use-reading-place.ts'

/** With so few rows left above, older ones are fetched. */
const ROWS_LEFT_ABOVE = 8

interface MessageListProps {
  conversation: Conversation
  log: MessageLog
  onReply: (message: ChatMessage) => void
}

/** A conversation's history; only what is in view is in the document. */
export function MessageList({ conversation, log, onReply }: MessageListProps) {
  const { id } = conversation
  const { chat, viewer } = useChat()
  const outgoing = useOutgoing(id)
  const [newAfterSeq] = useState(() => (conversation.unreadCount > 0 ? conversation.lastReadSeq : null))
  const rows = useMemo(
    () => timelineRows({ ...log, outgoing, newAfterSeq, viewerId: viewer.id }),
    [log, outgoing, newAfterSeq, viewer.id],
  )

  const scroller = useRef<HTMLDivElement>(null)
  const list = useHistoryList(rows, () => scroller.current)
  const isThere = useReadingPlace({ conversationId: id, list, lastOutgoingId: outgoing.at(-1)?.message.clientId })

  const { containerRef, measureElement, range: inView } = list
  const isAtEnd = inView === null || list.isAtEnd(AT_END_PX)
  const older = useOlderMessages(id, log, isThere && inView !== null && inView.startIndex < ROWS_LEFT_ABOVE)
  useMarkRead(conversation, inView ? newestSeq(rows, isAtEnd ? rows.length - 1 : inView.endIndex) : 0)

  const actions = useMemo<MessageActions>(
    () => ({
      reply: onReply,
      edit: (message) => chat.edits.begin(id, message),
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
      {older.isLoading && (
        <Spinner label="Loading older messages" className="absolute inset-x-0 top-2 z-10 justify-center" />
      )}
      {older.problem && (
        <div role="alert" className="absolute inset-x-0 top-2 z-10 flex justify-center">
          <Button variant="secondary" size="small" onClick={older.retry}>
            Older messages could not be loaded. Try again
          </Button>
        </div>
      )}
      <div
        ref={scroller}
        role="log"
        aria-label="Messages"
        aria-live="off"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- so that the keyboard can scroll it
        tabIndex={0}
        className="flex h-full flex-col overflow-x-hidden overflow-y-auto overscroll-contain outline-none [overflow-anchor:none]"
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
      <ArrivalAnnouncer log={log} viewerId={viewer.id} />
      {!isAtEnd && <JumpToLatest newCount={conversation.unreadCount} onJump={() => list.scrollToEnd()} />}
    </div>
  )
}

const textOf = (row: Row): string => (row.kind === 'message' ? row.message.text : '')

/** Of the messages down to a row. */
function newestSeq(rows: readonly Row[], lastIndex: number): number {
  const newest = rows.findLast((row, index) => index <= lastIndex && row.kind === 'message' && row.delivery === 'sent')
  return newest?.kind === 'message' ? newest.message.seq : 0
}
