import type { FormEvent } from 'react'
import { useState } from 'react'
import { emailAddress } from '@colloquy/schema/email-address'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Input } from '../../ui/input.tsx'
import type { SentCode } from './sent-code.ts'
import { useRequestCode } from './use-request-code.ts'

interface EmailStepProps {
  /** A code that was sent before, and may still work. */
  sent: SentCode | null
  onSent: (sent: SentCode) => void
}

export function EmailStep({ sent, onSent }: EmailStepProps) {
  const [email, setEmail] = useState(sent?.email ?? '')
  const [problem, setProblem] = useState<string | null>(null)
  const { requestCode, isRequesting, refusal } = useRequestCode()

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const { error } = emailAddress.safeParse(email)
    if (error) return setProblem(`This ${error.issues[0]?.message}.`)
    const request = await requestCode(email.trim())
    if (request) onSent(request)
  }

  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="grid gap-5">
      <header>
        <h1 className="text-2xl font-semibold tracking-tight">Sign in</h1>
        <p className="mt-1.5 text-muted-foreground">
          We will e-mail you a code. If you are new here, it makes your account.
        </p>
      </header>
      <Field label="E-mail address" error={problem ?? refusal?.text}>
        {(control) => (
          <Input
            {...control}
            type="email"
            autoComplete="email"
            autoFocus
            placeholder="you@example.org"
            value={email}
            onChange={(event) => {
              setEmail(event.target.value)
              setProblem(null)
            }}
          />
        )}
      </Field>
      <Button type="submit" disabled={isRequesting || email.trim() === ''}>
        {isRequesting ? 'Sending…' : 'Send me a code'}
      </Button>
      {sent && sent.email === email.trim() && (
        <Button variant="link" size="inline" onClick={() => onSent(sent)}>
          Enter the code you were sent
        </Button>
      )}
    </form>
  )
}
