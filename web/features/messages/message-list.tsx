import type { VirtualItem, Virtualizer } from '@tanstack/react-virtual'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import { Spinner } from '../../ui/spinner.tsx'
import { Button } from '../../ui/button.tsx'
import { useChat } from '../chat/chat-provider.tsx'
import type { Conversation } from '../chat/conversation.ts'
import type { ChatMessage, MessageLog } from '../chat/message-log.ts'
import { useStore } from '../store/store.ts'
import { ArrivalAnnouncer } from './arrival-announcer.tsx'
import { estimateRowHeight } from './estimate-row-height.ts'
import { JumpToLatest } from './jump-to-latest.tsx'
import type { MessageActions } from './message-item.tsx'
import { TimelineRow } from './timeline-row.tsx'
import type { TimelineRow as Row } from './timeline.ts'
import { rowKey, timelineRows } from './timeline.ts'
import { useMarkRead } from './use-mark-read.ts'
import { useOlderMessages } from './use-older-messages.ts'

/** So near to the end still counts as reading the newest. */
const AT_END_PX = 80
/** With so few rows left above, older ones are fetched. */
const ROWS_LEFT_ABOVE = 8
const NOTHING: never[] = []

type List = Virtualizer<HTMLDivElement, Element>

interface MessageListProps {
  conversation: Conversation
  log: MessageLog
  onReply: (message: ChatMessage) => void
}

/**
 * A conversation's history. Only what is in view is in the document; the virtualizer keeps the place of what is read
 * when older messages come before it, and follows new ones while the end is in view.
 */
export function MessageList({ conversation, log, onReply }: MessageListProps) {
  const { id } = conversation
  const { chat, viewer } = useChat()
  const outgoing = useStore(chat.outbox.queues, (queues) => queues.get(id)) ?? NOTHING
  const [newAfterSeq] = useState(() => (conversation.unreadCount > 0 ? conversation.lastReadSeq : null))
  const rows = useMemo(
    () => timelineRows({ ...log, outgoing, newAfterSeq, viewerId: viewer.id }),
    [log, outgoing, newAfterSeq, viewer.id],
  )

  const scroller = useRef<HTMLDivElement>(null)
  // oxlint-disable-next-line react/incompatible-library -- what it returns is not memoised here
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => estimateRowHeight(rows[index]),
    getItemKey: (index) => rows[index]?.key ?? index,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: AT_END_PX,
    overscan: 8,
    paddingEnd: 12,
    useFlushSync: false,
    directDomUpdates: true,
  })

  virtualizer.shouldAdjustScrollPositionOnItemSizeChange = isAboveView

  // Once, where the conversation opens; from then on the reader decides.
  const firstNewIndex = useRef(rows.findIndex(({ kind }) => kind === 'new'))
  useLayoutEffect(() => {
    if (firstNewIndex.current > 0) virtualizer.scrollToIndex(firstNewIndex.current, { align: 'start' })
    else virtualizer.scrollToEnd()
  }, [virtualizer])

  const lastOutgoingId = outgoing.at(-1)?.message.clientId
  useLayoutEffect(() => {
    if (lastOutgoingId) virtualizer.scrollToEnd()
  }, [lastOutgoingId, virtualizer])

  const inView = virtualizer.range
  const isAtEnd = inView === null || virtualizer.isAtEnd(AT_END_PX)
  const older = useOlderMessages(id, log, inView !== null && inView.startIndex < ROWS_LEFT_ABOVE)
  useMarkRead(conversation, inView ? newestSeq(rows, isAtEnd ? rows.length - 1 : inView.endIndex) : 0)

  const actions = useMemo<MessageActions>(
    () => ({
      reply: onReply,
      retry: ({ clientId }) => chat.outbox.retry(id, clientId),
      discard: ({ clientId }) => chat.outbox.discard(id, clientId),
      showQuoted: (seq) => {
        const quoted = chat.state
          .get()
          .conversations.get(id)
          ?.log?.messages.find((message) => message.seq === seq)
        if (quoted) scrollToKey(virtualizer, rowKey(quoted))
      },
    }),
    [chat, id, onReply, virtualizer],
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
        <div ref={virtualizer.containerRef} className="relative mx-auto mt-auto w-full max-w-[56rem] shrink-0">
          {virtualizer.getVirtualItems().map(({ key, index }) => {
            const row = rows[index]
            return row ? (
              <div
                key={key}
                data-index={index}
                ref={virtualizer.measureElement}
                className="absolute top-0 left-0 w-full"
              >
                <TimelineRow
                  row={row}
                  conversation={conversation}
                  viewerId={viewer.id}
                  isLastOwn={row === lastOwn}
                  actions={actions}
                />
              </div>
            ) : null
          })}
        </div>
      </div>
      <ArrivalAnnouncer log={log} viewerId={viewer.id} />
      {!isAtEnd && <JumpToLatest newCount={conversation.unreadCount} onJump={() => virtualizer.scrollToEnd()} />}
    </div>
  )
}

/**
 * Whether a row that turned out to be of another height moves what is in view. Unlike the virtualizer's own rule this
 * holds while scrolling up too: the oldest row loses its heading when the messages before it are loaded.
 */
function isAboveView(row: VirtualItem, _delta: number, { itemSizeCache, scrollOffset }: List): boolean {
  return (itemSizeCache.has(row.key) ? row.end : row.start + 1) <= (scrollOffset ?? 0)
}

/** Of the messages down to a row. */
function newestSeq(rows: readonly Row[], lastIndex: number): number {
  const newest = rows.findLast((row, index) => index <= lastIndex && row.kind === 'message' && row.delivery === 'sent')
  return newest?.kind === 'message' ? newest.message.seq : 0
}

function scrollToKey(virtualizer: List, key: string): void {
  const { count, getItemKey } = virtualizer.options
  const index = Array.from({ length: count }, (_, at) => getItemKey(at)).indexOf(key)
  if (index >= 0) virtualizer.scrollToIndex(index, { align: 'center' })
}
