import { MessagesSquare } from 'lucide-react'
import { useMemo } from 'react'
import { toast } from '../../ui/toast.ts'
import { errorText } from '../../graphql/errors.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useChat, useChatState } from '../chat/chat-provider.tsx'
import { byLatest } from '../chat/chat-state.ts'
import { useConversationId } from '../chat/navigation.ts'
import { useNow } from '../time/use-now.ts'
import { ConversationListItem } from './conversation-list-item.tsx'

/** The viewer's conversations, the one with the newest message first. */
export function ConversationList() {
  const { viewer } = useChat()
  const isLoaded = useChatState((state) => state.isLoaded)
  const byId = useChatState((state) => state.conversations)
  const conversations = useMemo(() => byLatest({ conversations: byId }), [byId])
  const openId = useConversationId()
  const nowMs = useNow()

  if (!isLoaded) return <ConversationListSkeleton />
  if (conversations.length === 0) {
    return (
      <EmptyState icon={<MessagesSquare />} title="Nobody here yet">
        Find somebody above by name, username or e-mail address, and say hello.
      </EmptyState>
    )
  }
  return (
    <nav aria-label="Conversations">
      <ul>
        {conversations.map((conversation) => (
          <li key={conversation.id}>
            <ConversationListItem
              conversation={conversation}
              viewerId={viewer.id}
              isOpen={conversation.id === openId}
              nowMs={nowMs}
            />
          </li>
        ))}
      </ul>
      <MoreConversations />
    </nav>
  )
}

function MoreConversations() {
  const { chat } = useChat()
  const hasMore = useChatState((state) => state.nextPageCursor !== null)
  if (!hasMore) return null
  const load = () => chat.loadMoreConversations().catch((error: unknown) => toast.error(errorText(error)))
  return (
    <Button variant="ghost" className="mt-1 w-full" onClick={() => void load()}>
      Show older conversations
    </Button>
  )
}

function ConversationListSkeleton() {
  return (
    <output aria-label="Loading conversations" className="block">
      {['w-2/5', 'w-3/5', 'w-1/2', 'w-2/3', 'w-2/5'].map((width, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- placeholders have nothing but their place
        <div key={index} className="flex items-center gap-3 px-3 py-2.5">
          <Skeleton className="size-12 rounded-full" />
          <div className="flex-1 space-y-2">
            <Skeleton className={`h-4 ${width}`} />
            <Skeleton className="h-3.5 w-4/5" />
          </div>
        </div>
      ))}
    </output>
  )
}
