import type { ReactNode } from 'react'
import type { PersonFragment } from '../../graphql/generated/graphql.ts'
import { PresentPersonAvatar } from './person-avatar.tsx'

interface PersonRowProps {
  person: PersonFragment
  /** At the end of the row. */
  children?: ReactNode
}

export function PersonRow({ person, children }: PersonRowProps) {
  return (
    <span className="flex min-h-14 w-full items-center gap-3 text-left">
      <PresentPersonAvatar person={person} />
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium">{person.name}</span>
        <span className="block truncate text-sm text-muted-foreground">@{person.username}</span>
      </span>
      {children}
    </span>
  )
}
