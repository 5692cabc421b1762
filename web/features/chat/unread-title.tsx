import { useChatState } from './chat-provider.tsx'

/** The name of the page, with how much is unread, for who looks at another tab. */
export function UnreadTitle() {
  const unread = useChatState(({ conversations }) =>
    [...conversations.values()].reduce((sum, { unreadCount }) => sum + unreadCount, 0),
  )
  return <title>{unread > 0 ? `(${unread > 99 ? '99+' : unread}) Colloquy` : 'Colloquy'}</title>
}
