import { WifiOff } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { useChat } from '../chat/chat-provider.tsx'
import { useStore } from '../store/store.ts'

/** A connection that is away for less than this is nobody's business. */
const SHOWN_AFTER_MS = 3_000

/** Says that what is shown may not be the newest, and that messages wait. */
export function ConnectionBanner() {
  const { socket } = useChat()
  const status = useStore(socket.status, (current) => current)
  const lostAtMs = status.isOpen ? null : status.sinceMs
  const [overdueSinceMs, setOverdueSinceMs] = useState<number | null>(null)

  useEffect(() => {
    if (lostAtMs === null) return undefined
    const timer = setTimeout(() => setOverdueSinceMs(lostAtMs), Math.max(0, lostAtMs + SHOWN_AFTER_MS - Date.now()))
    return () => clearTimeout(timer)
  }, [lostAtMs])

  if (lostAtMs === null || overdueSinceMs !== lostAtMs) return null
  return (
    <output
      data-testid="connection-banner"
      className="pt-safe flex items-center justify-center gap-3 border-b bg-destructive-soft px-4 text-sm text-destructive"
    >
      <WifiOff className="size-4 shrink-0" />
      <p className="py-2.5">Connection lost. Messages you write go out when it is back.</p>
      <Button variant="link" size="inline" className="text-destructive underline" onClick={() => socket.reconnectNow()}>
        Try now
      </Button>
    </output>
  )
}
