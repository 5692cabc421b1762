import { Button } from '../../ui/button.tsx'
import { PersonAvatar } from '../people/person-avatar.tsx'
import { useBlocking, useSettings } from './settings.ts'

/** Whom the viewer blocks. */
export function BlockedSection() {
  const { settings } = useSettings()
  const { unblock, isBusy } = useBlocking()
  const people = settings?.blockedUsers ?? []
  if (people.length === 0) {
    return (
      <p className="text-sm text-muted-foreground">Nobody. You can block somebody in your conversation with them.</p>
    )
  }
  return (
    <ul data-testid="blocked-people">
      {people.map((person) => (
        <li key={person.id} className="flex min-h-14 items-center gap-3">
          <PersonAvatar person={person} />
          <span className="min-w-0 flex-1">
            <span className="block truncate font-medium">{person.name}</span>
            <span className="block truncate text-sm text-muted-foreground">@{person.username}</span>
          </span>
          <Button
            variant="secondary"
            size="small"
            aria-label={`Unblock ${person.name}`}
            disabled={isBusy}
            onClick={() => void unblock(person.id)}
          >
            Unblock
          </Button>
        </li>
      ))}
    </ul>
  )
}
