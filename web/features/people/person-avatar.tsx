import type { ComponentProps } from 'react'
import { graphql } from '../../graphql/generated/gql.ts'
import type { PersonFragment } from '../../graphql/generated/graphql.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { usePresence } from '../presence/use-presence.ts'

graphql(`
  fragment Person on User {
    id
    name
    username
  }
`)

type PersonAvatarProps = Pick<ComponentProps<typeof Avatar>, 'size' | 'badge'> & { person: PersonFragment }

export function PersonAvatar({ person, ...look }: PersonAvatarProps) {
  return <Avatar id={person.id} name={person.name} {...look} />
}

/** With a dot while they are there. */
export function PresentPersonAvatar({ person, size }: Omit<PersonAvatarProps, 'badge'>) {
  const isOnline = usePresence(person.id)?.status === 'ONLINE'
  const dot = (
    <span
      data-testid="presence-dot"
      data-online={isOnline}
      className="absolute right-0 bottom-0 size-3 rounded-full border-2 border-background bg-online opacity-0 transition-opacity data-[online=true]:opacity-100"
    />
  )
  return <PersonAvatar person={person} size={size} badge={dot} />
}
