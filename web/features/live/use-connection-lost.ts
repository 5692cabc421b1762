import { useEffect, useState } from 'react'
import { useChat } from '../chat/chat-provider.tsx'
import { useStore } from '../store/store.ts'

/** A connection that is away for less than this is nobody's business. */
const TOLD_AFTER_MS = 3_000

/** Whether what is shown may not be the newest any more. */
export function useConnectionLost(): boolean {
  const { socket } = useChat()
  const status = useStore(socket.status, (current) => current)
  const lostAtMs = status.isOpen ? null : status.sinceMs
  const [overdueSinceMs, setOverdueSinceMs] = useState<number | null>(null)

  useEffect(() => {
    if (lostAtMs === null) return undefined
    const timer = setTimeout(() => setOverdueSinceMs(lostAtMs), Math.max(0, lostAtMs + TOLD_AFTER_MS - Date.now()))
    return () => clearTimeout(timer)
  }, [lostAtMs])

  return lostAtMs !== null && overdueSinceMs === lostAtMs
}
