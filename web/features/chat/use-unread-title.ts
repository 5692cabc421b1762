import { useEffect } from 'react'
import { useChatState } from './chat-provider.tsx'

/** Puts how much is unread before the name of the page, for who looks at another tab. */
export function useUnreadTitle(): void {
  const unread = useChatState(({ conversations }) =>
    [...conversations.values()].reduce((sum, { unreadCount }) => sum + unreadCount, 0),
  )
  useEffect(() => {
    document.title = unread > 0 ? `(${unread > 99 ? '99+' : unread}) Colloquy` : 'Colloquy'
  }, [unread])
}
