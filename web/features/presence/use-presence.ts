import { useEffect } from 'react'
import { useChat } from '../chat/chat-provider.tsx'
import { useStore } from '../store/store.ts'
import type { Presence } from './presence-watch.ts'

/** Whether somebody is there, as long as they are in view; undefined until it is known. */
export function usePresence(userId: string): Presence | undefined {
  const { presence } = useChat()
  useEffect(() => presence.watch(userId), [presence, userId])
  return useStore(presence.known, (known) => known.get(userId))
}
