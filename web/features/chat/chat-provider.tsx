'use client'

import { useApolloClient } from '@apollo/client/react'
import type { ReactNode } from 'react'
import { createContext, use, useEffect, useState } from 'react'
import type { Kept } from '../composer/kept.ts'
import { openKept } from '../composer/kept.ts'
import type { LiveSocket } from '../live/live-socket.ts'
import { createLiveSocket } from '../live/live-socket.ts'
import { watchProfiles } from '../people/profile-watch.ts'
import type { PresenceWatch } from '../presence/presence-watch.ts'
import { createPresenceWatch } from '../presence/presence-watch.ts'
import type { Viewer } from '../profile/viewer.ts'
import { useConnection } from '../session/session-provider.tsx'
import { useStore } from '../store/store.ts'
import type { Chat } from './chat.ts'
import { createChat } from './chat.ts'
import type { ChatState } from './chat-state.ts'
import type { Conversation } from './conversation.ts'

interface ChatContextValue {
  viewer: Viewer
  chat: Chat
  socket: LiveSocket
  presence: PresenceWatch
}

const ChatContext = createContext<ChatContextValue | null>(null)

interface ChatProviderProps {
  viewer: Viewer
  /** Shown until what is kept of the viewer in this browser has been read. */
  fallback: ReactNode
  children: ReactNode
}

/** Gives the chat of the signed-in person. */
export function ChatProvider({ fallback, ...rest }: ChatProviderProps) {
  const kept = useKept(rest.viewer.id)
  return kept ? <LiveChat kept={kept} {...rest} /> : fallback
}

function useKept(accountId: string): Kept | null {
  const [kept, setKept] = useState<Kept | null>(null)
  useEffect(() => {
    const opening = openKept(accountId)
    void opening.then(setKept)
    return () => void opening.then(({ close }) => close())
  }, [accountId])
  return kept
}

/** Owns the live connection: the one inbox subscription, and those for presence and profiles. */
function LiveChat({ viewer, kept, children }: Omit<ChatProviderProps, 'fallback'> & { kept: Kept }) {
  const { config, session } = useConnection()
  const apollo = useApolloClient()
  const [parts] = useState(() => {
    const socket = createLiveSocket(config.gatewaySocketUrl, session)
    return {
      socket,
      chat: createChat({ apollo, socket, session, viewerId: viewer.id, kept }),
      presence: createPresenceWatch({ socket, session }),
    }
  })

  useEffect(() => {
    const stopChat = parts.chat.start()
    const stopPresence = parts.presence.start()
    const stopProfiles = watchProfiles({ apollo, socket: parts.socket, session, state: parts.chat.state })
    return () => {
      stopChat()
      stopPresence()
      stopProfiles()
    }
  }, [parts, apollo, session])

  return <ChatContext value={{ viewer, ...parts }}>{children}</ChatContext>
}

export function useChat(): ChatContextValue {
  const value = use(ChatContext)
  if (!value) throw new Error('ChatProvider is missing')
  return value
}

/** What select finds in the chat's state; it must give the same object as long as that is the same. */
export function useChatState<Selected>(select: (state: ChatState) => Selected): Selected {
  return useStore(useChat().chat.state, select)
}

export function useConversation(id: string): Conversation | undefined {
  return useChatState(({ conversations }) => conversations.get(id))
}
