import type { KeyboardEvent } from 'react'

/** What the arrows go along: fields, and the links and buttons of lists. */
const STOPS = '[data-arrow-stop], [data-arrow-stops] :is(a[href], button)'

/** Arrow keys go from a field to the list below it, and along that; for the element around both. */
export function goByArrows(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : null
  if (step === null || event.altKey || event.ctrlKey || event.metaKey) return
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>(STOPS)]
  const at = stops.findIndex((stop) => stop === event.target)
  const next = at === -1 ? undefined : stops[at + step]
  if (!next) return
  event.preventDefault()
  next.focus()
}
