'use client'

import { MessagesSquare } from 'lucide-react'
import { EmptyState } from '../../ui/empty-state.tsx'
import { cn } from '../../ui/class-names.ts'
import { ConversationView } from '../conversations/conversation-view.tsx'
import { ConnectionBanner } from '../live/connection-banner.tsx'
import { useViewer } from '../profile/viewer.ts'
import { SplashScreen } from '../session/splash-screen.tsx'
import { ChatProvider } from './chat-provider.tsx'
import { useConversationId } from './navigation.ts'
import { Sidebar } from './sidebar.tsx'
import { useUnreadTitle } from './use-unread-title.ts'

/** The chat: the conversations on one side, the open one on the other; on a phone one or the other. */
export function ChatApp() {
  const viewer = useViewer()
  if (!viewer) return <SplashScreen />
  return (
    <ChatProvider key={viewer.id} viewer={viewer} fallback={<SplashScreen />}>
      <Panes />
    </ChatProvider>
  )
}

function Panes() {
  useUnreadTitle()
  const conversationId = useConversationId()
  return (
    <div className="flex h-dvh flex-col overflow-hidden">
      <ConnectionBanner />
      <div className="flex min-h-0 flex-1">
        <div className={cn('w-full md:w-[21.5rem] md:shrink-0', conversationId && 'max-md:hidden')}>
          <Sidebar />
        </div>
        <main className={cn('min-w-0 flex-1 md:border-l', !conversationId && 'max-md:hidden')}>
          {conversationId ? <ConversationView key={conversationId} id={conversationId} /> : <NothingOpen />}
        </main>
      </div>
    </div>
  )
}

function NothingOpen() {
  return (
    <div className="flex h-full items-center justify-center">
      <EmptyState icon={<MessagesSquare />} title="Pick up a conversation">
        Choose one on the left, or find somebody by name to begin a new one.
      </EmptyState>
    </div>
  )
}
