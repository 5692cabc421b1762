import { useEffect } from 'react'
import { useChat } from '../chat/chat-provider.tsx'
import { useConnectionLost } from '../live/use-connection-lost.ts'
import { useStore } from '../store/store.ts'
import type { Presence } from './presence-watch.ts'

/** Whether somebody is there, as long as they are in view; undefined while it is not known. */
export function usePresence(userId: string): Presence | undefined {
  const { presence } = useChat()
  useEffect(() => presence.watch(userId), [presence, userId])
  const known = useStore(presence.known, (presences) => presences.get(userId))
  return useConnectionLost() ? undefined : known
}
