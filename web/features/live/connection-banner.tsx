import { WifiOff } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import { useChat } from '../chat/chat-provider.tsx'
import { useConnectionLost } from './use-connection-lost.ts'

/** Says that what is shown may not be the newest, and that messages wait. */
export function ConnectionBanner() {
  const { socket } = useChat()
  if (!useConnectionLost()) return null
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
