import { accessTokenName } from '@colloquy/schema/rules'
import type { AccessTokenScope } from '@colloquy/schema/rules'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Input } from '../../ui/input.tsx'
import { RadioGroup } from '../../ui/radio-group.tsx'
import { Switch } from '../../ui/switch.tsx'
import { problemOf } from '../rules/problem-of.ts'
import { useCreateAccessToken } from './access-tokens.ts'
import { endOf, LIFETIMES, SCOPE_LABELS, SCOPES_IN_ORDER } from './token-scopes.ts'
import type { Lifetime } from './token-scopes.ts'

/** Asks what a new token is called, for and how long. */
export function NewTokenForm({ onMade, onCancel }: { onMade: (secret: string) => void; onCancel: () => void }) {
  const { create, isBusy, problem } = useCreateAccessToken()
  const [name, setName] = useState('')
  const [chosen, setChosen] = useState<ReadonlySet<AccessTokenScope>>(new Set(['chats:read'] as const))
  const [lifetime, setLifetime] = useState<Lifetime>('90')

  const isValid = problemOf(accessTokenName, name) === null && chosen.size > 0
  const choose = (scope: AccessTokenScope, isOn: boolean) => {
    const others = [...chosen].filter((one) => one !== scope)
    setChosen(new Set(isOn ? [...others, scope] : others))
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!isValid) return
    const secret = await create({ name: name.trim(), scopes: [...chosen], expiresAt: endOf(lifetime, Date.now()) })
    if (secret !== null) onMade(secret)
  }

  return (
    <form aria-label="New token" noValidate onSubmit={(event) => void submit(event)} className="mt-3 grid gap-2">
      <Field label="Name of the program" error={name === '' ? null : problemOf(accessTokenName, name)}>
        {(control) => (
          <Input
            {...control}
            autoFocus
            autoComplete="off"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <fieldset>
        <legend className="leading-6 font-medium">What it may do</legend>
        {SCOPES_IN_ORDER.map((scope) => (
          <Switch
            key={scope}
            label={SCOPE_LABELS[scope]}
            isOn={chosen.has(scope)}
            onChange={(isOn) => choose(scope, isOn)}
          />
        ))}
      </fieldset>
      <RadioGroup label="How long it works" value={lifetime} options={LIFETIMES} onChange={setLifetime} />
      {problem && (
        <p role="alert" className="text-sm text-destructive">
          {problem}
        </p>
      )}
      <div className="flex gap-2">
        <Button type="submit" size="small" disabled={isBusy || !isValid}>
          Create token
        </Button>
        <Button variant="ghost" size="small" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  )
}
