import { Label } from 'radix-ui'
import type { ReactNode } from 'react'
import { useId } from 'react'

interface FieldProps {
  label: string
  /** What is wrong with the value; announced when it changes. */
  error?: string | null
  hint?: ReactNode
  children: (control: { id: string; 'aria-describedby': string; 'aria-invalid': boolean }) => ReactNode
}

/** A labelled control with what there is to say about it. */
export function Field({ label, error, hint, children }: FieldProps) {
  const id = useId()
  const noteId = `${id}-note`
  return (
    <div className="grid gap-1.5">
      <Label.Root htmlFor={id} className="text-sm font-medium">
        {label}
      </Label.Root>
      {children({ id, 'aria-describedby': noteId, 'aria-invalid': Boolean(error) })}
      <p id={noteId} aria-live="polite" className="min-h-5 text-sm text-muted-foreground empty:hidden">
        {error ? <span className="text-destructive">{error}</span> : hint}
      </p>
    </div>
  )
}
