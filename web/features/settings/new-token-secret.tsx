import { toast } from '../../ui/toast.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Input } from '../../ui/input.tsx'

/** A token that was made just now, which nobody can show again. */
export function NewTokenSecret({ secret, onDone }: { secret: string; onDone: () => void }) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(secret)
      toast.success('The token is copied.')
    } catch {
      toast.error('It could not be copied. Select it and copy it yourself.')
    }
  }
  return (
    <div className="mt-3 grid gap-2">
      <Field label="Your new token" hint="Copy it now: it is not shown again.">
        {(control) => (
          <Input
            {...control}
            autoFocus
            readOnly
            spellCheck={false}
            className="font-mono text-sm"
            value={secret}
            onFocus={(event) => event.target.select()}
          />
        )}
      </Field>
      <div className="flex gap-2">
        <Button size="small" onClick={() => void copy()}>
          Copy
        </Button>
        <Button variant="ghost" size="small" onClick={onDone}>
          Done
        </Button>
      </div>
    </div>
  )
}
