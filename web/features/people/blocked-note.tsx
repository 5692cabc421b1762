import type { PersonFragment } from '../../graphql/generated/graphql.ts'
import { Button } from '../../ui/button.tsx'
import { useBlocking } from '../settings/settings.ts'

/** In place of the composer, where the viewer blocks the other. */
export function BlockedNote({ person }: { person: PersonFragment }) {
  const { unblock, isBusy } = useBlocking()
  return (
    <div
      data-testid="blocked-note"
      className="pb-safe flex min-h-16 flex-wrap items-center justify-center gap-x-4 gap-y-2 border-t px-4 py-3 text-sm text-muted-foreground"
    >
      <span>You have blocked {person.name}.</span>
      <Button variant="secondary" size="small" disabled={isBusy} onClick={() => void unblock(person.id)}>
        Unblock
      </Button>
    </div>
  )
}
