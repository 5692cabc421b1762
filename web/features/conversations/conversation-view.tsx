import { MessageCircleOff, Sparkles } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useChat, useChatState, useConversation } from '../chat/chat-provider.tsx'
import type { Conversation } from '../chat/conversation.ts'
import type { ChatMessage, MessageLog } from '../chat/message-log.ts'
import { navigate } from '../chat/navigation.ts'
import { Composer } from '../composer/composer.tsx'
import { EditComposer } from '../composer/edit-composer.tsx'
import { lastEditable } from '../composer/edits.ts'
import { DropTarget } from '../composer/drop-target.tsx'
import type { Compose } from '../composer/use-compose.ts'
import { useCompose } from '../composer/use-compose.ts'
import { backoffMs, waitToRetry } from '../live/backoff.ts'
import { MessageList } from '../messages/message-list.tsx'
import { BlockedNote } from '../people/blocked-note.tsx'
import { useIsBlocked } from '../settings/settings.ts'
import { useStore } from '../store/store.ts'
import { ConversationHeader } from './conversation-header.tsx'
import { conversationName } from './conversation-name.ts'

/** The conversation that is open; loads what it needs. */
export function ConversationView({ id }: { id: string }) {
  const conversation = useConversation(id)
  const isMissing = useOpened(id, conversation)

  const compose = useCompose(id)

  if (isMissing) return <MissingConversation />
  const log = conversation?.log
  return (
    <DropTarget onDrop={compose.attach} className="relative flex h-full min-h-0 flex-col">
      {conversation ? <ConversationHeader conversation={conversation} /> : <div className="h-[4.25rem] border-b" />}
      {log ? <OpenConversation conversation={conversation} log={log} compose={compose} /> : <MessagesSkeleton />}
    </DropTarget>
  )
}

interface OpenConversationProps {
  conversation: Conversation
  log: MessageLog
  compose: Compose
}

function OpenConversation({ conversation, log, compose }: OpenConversationProps) {
  const { chat, viewer } = useChat()
  const { id } = conversation
  const isBlocked = useIsBlocked(conversation.peer?.id)
  const { replyTo } = compose
  const onReply = useCallback((message: ChatMessage) => replyTo(message), [replyTo])
  const edit = useStore(chat.edits.all, (edits) => edits.get(id))
  const editLast = () => {
    const last = lastEditable(log.messages, viewer.id)
    if (last) chat.edits.begin(id, last)
  }
  const isWriting = useStore(chat.outbox.queues, (queues) => (queues.get(id)?.length ?? 0) > 0)
  const isEmpty = log.messages.length === 0 && !isWriting

  return (
    <>
      {isEmpty ? (
        <FirstWords conversation={conversation} />
      ) : (
        <MessageList conversation={conversation} log={log} onReply={onReply} />
      )}
      {conversation.peer && isBlocked ? (
        <BlockedNote person={conversation.peer} />
      ) : edit ? (
        <EditComposer key={edit.message.id} conversationId={id} edit={edit} />
      ) : (
        <Composer
          conversationId={id}
          compose={compose}
          recipient={conversationName(conversation)}
          onEditLast={editLast}
        />
      )}
    </>
  )
}

/**
 * Loads the newest messages once the list is there, and again when everything was loaded afresh. Says whether the
 * conversation turned out not to exist for the viewer.
 */
function useOpened(id: string, conversation: Conversation | undefined): boolean {
  const { chat } = useChat()
  const isListLoaded = useChatState((state) => state.isLoaded)
  const [missingId, setMissingId] = useState<string | null>(null)
  const isOpen = Boolean(conversation?.log)

  useEffect(() => {
    if (!isListLoaded || isOpen) return undefined
    const leaving = new AbortController()
    const open = async () => {
      for (let failures = 0; !leaving.signal.aborted; failures += 1) {
        const exists = await chat.open(id).catch(() => null)
        if (exists !== null) return setMissingId(exists ? null : id)
        await waitToRetry(backoffMs(failures), leaving.signal)
      }
    }
    void open()
    return () => leaving.abort()
  }, [chat, id, isListLoaded, isOpen])

  return missingId === id && !conversation
}

function FirstWords({ conversation }: { conversation: Conversation }) {
  return (
    <div className="flex min-h-0 flex-1 items-center justify-center">
      <EmptyState icon={<Sparkles />} title={`This is the beginning with ${conversationName(conversation)}`}>
        Say something. Pictures and files can be dropped or pasted here; **bold**, _italic_, `code` and quotes work.
      </EmptyState>
    </div>
  )
}

function MissingConversation() {
  return (
    <div className="flex h-full items-center justify-center">
      <EmptyState icon={<MessageCircleOff />} title="Not here">
        <p>There is no such conversation, or you are not part of it any more.</p>
        <Button variant="secondary" className="mt-4" onClick={() => navigate('/')}>
          To your conversations
        </Button>
      </EmptyState>
    </div>
  )
}

function MessagesSkeleton() {
  return (
    <output aria-label="Loading the conversation" className="flex min-h-0 flex-1 flex-col">
      <div className="mx-auto flex w-full max-w-[56rem] flex-1 flex-col justify-end gap-3 px-6 pb-28">
        <Skeleton className="h-10 w-1/2 rounded-2xl" />
        <Skeleton className="h-16 w-2/5 rounded-2xl" />
        <Skeleton className="h-10 w-1/3 self-end rounded-2xl" />
        <Skeleton className="h-10 w-2/5 rounded-2xl" />
      </div>
    </output>
  )
}
