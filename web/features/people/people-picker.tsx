import { Check, X } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { useState } from 'react'
import type { PersonFragment } from '../../graphql/generated/graphql.ts'
import { goByArrows } from '../../ui/arrow-keys.ts'
import { Input } from '../../ui/input.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { PersonRow } from './person-row.tsx'
import { usePeopleSearch } from './use-people-search.ts'

interface PeoplePickerProps {
  label: string
  chosen: readonly PersonFragment[]
  onChange: (chosen: readonly PersonFragment[]) => void
  /** Those who cannot be chosen. */
  exceptIds: ReadonlySet<string>
}

/** Choosing several people, by looking for them. */
export function PeoplePicker({ label, chosen, onChange, exceptIds }: PeoplePickerProps) {
  const [text, setText] = useState('')
  const { people, isSearching, problem } = usePeopleSearch(text)
  const offered = people?.filter(({ id }) => !exceptIds.has(id)) ?? []
  const isChosen = (id: string) => chosen.some((person) => person.id === id)
  const toggle = (person: PersonFragment) => {
    onChange(isChosen(person.id) ? chosen.filter(({ id }) => id !== person.id) : [...chosen, person])
    setText('')
  }
  /** Enter takes the first who is offered; it does not send the form around. */
  const onEnter = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
    event.preventDefault()
    const first = text.trim() === '' ? undefined : offered[0]
    if (first) toggle(first)
  }

  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the keys of the field and buttons in it
    <div className="grid gap-2" onKeyDown={goByArrows}>
      {chosen.length > 0 && (
        <ul aria-label="Chosen" className="flex flex-wrap gap-1.5">
          {chosen.map((person) => (
            <li key={person.id}>
              <button
                type="button"
                aria-label={`Remove ${person.name}`}
                onClick={() => toggle(person)}
                className="inline-flex min-h-9 items-center gap-1.5 rounded-full bg-primary-soft py-1 pr-2.5 pl-3.5 text-sm font-medium"
              >
                {person.name}
                <X className="size-3.5" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <Input
        type="search"
        data-arrow-stop
        aria-label={label}
        placeholder="Name, username or e-mail"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onEnter}
      />
      {problem && <p className="text-sm text-destructive">{problem}</p>}
      <ul data-arrow-stops className="max-h-64 min-h-14 overflow-y-auto">
        {isSearching && offered.length === 0 && <Spinner className="m-4" label="Searching" />}
        {!isSearching && people && offered.length === 0 && (
          <li className="px-1 py-3 text-sm text-muted-foreground">Nobody found</li>
        )}
        {offered.map((person) => (
          <li key={person.id}>
            <button
              type="button"
              data-testid="person-option"
              aria-pressed={isChosen(person.id)}
              className="w-full rounded-xl px-2 hover:bg-accent/70"
              onClick={() => toggle(person)}
            >
              <PersonRow person={person}>{isChosen(person.id) && <Check className="size-5 text-primary" />}</PersonRow>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
