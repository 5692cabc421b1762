'use client'

import { usePathname } from 'next/navigation'

/** Where a conversation is. */
export const conversationPath = (id: string): string => `/c/${encodeURIComponent(id)}`

/** The conversation that the address names; null on the list. */
export function useConversationId(): string | null {
  const id = usePathname().match(/^\/c\/([^/]+)$/)?.[1]
  return id === undefined ? null : decodeURIComponent(id)
}

/**
 * Goes to another place of the chat. All of them are one page, so nothing is asked of the server, which makes it instant
 * and lets it work without connection; Next's router follows the history by itself.
 */
export function navigate(path: string): void {
  if (window.location.pathname !== path) window.history.pushState(null, '', path)
}
