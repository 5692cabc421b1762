import { describeDevice } from '@colloquy/schema/device'
import { Button } from '../../ui/button.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { formatAgo } from '../time/format-time.ts'
import { useNow } from '../time/use-now.ts'
import { useEndSessions, useSessions } from './sessions.ts'
import type { DeviceSession } from './sessions.ts'

/** Where the viewer is signed in, and a way to end it. */
export function SessionsSection() {
  const { sessions, problem } = useSessions()
  const { end, endOthers, isBusy } = useEndSessions()
  if (problem) return <p className="text-sm text-destructive">{problem}</p>
  if (!sessions) return <Spinner className="my-4" />
  return (
    <>
      <ul data-testid="sessions">
        {sessions.map((session) => (
          <SessionRow key={session.id} session={session} isBusy={isBusy} onEnd={() => void end(session.id)} />
        ))}
      </ul>
      {sessions.length > 1 && (
        <Button variant="secondary" size="small" className="mt-2" disabled={isBusy} onClick={() => void endOthers()}>
          Sign out everywhere else
        </Button>
      )}
    </>
  )
}

function SessionRow({ session, isBusy, onEnd }: { session: DeviceSession; isBusy: boolean; onEnd: () => void }) {
  const device = describeDevice(session.userAgent ?? null)
  const now = useNow()
  return (
    <li className="flex min-h-14 items-center gap-3">
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium">{device}</span>
        <span className="block truncate text-sm text-muted-foreground">
          {session.isCurrent ? 'This device' : `Last used ${formatAgo(Date.parse(session.lastUsedAt), now)}`}
        </span>
      </span>
      {!session.isCurrent && (
        <Button variant="secondary" size="small" aria-label={`Sign out ${device}`} disabled={isBusy} onClick={onEnd}>
          Sign out
        </Button>
      )}
    </li>
  )
}
