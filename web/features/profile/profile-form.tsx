'use client'

import { useMutation } from '@apollo/client/react'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { errorCode, errorText, issueOf } from '../../graphql/errors.ts'
import { graphql } from '../../graphql/generated/gql.ts'
import type { ViewerQuery } from '../../graphql/generated/graphql.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Input, Textarea } from '../../ui/input.tsx'
import type { ProfileField } from './profile-rules.ts'
import { profileProblem, suggestUsername, USERNAME_HINT } from './profile-rules.ts'

const UpdateProfileMutation = graphql(`
  mutation UpdateProfile($input: UpdateProfileInput!) {
    updateProfile(input: $input) {
      ...Viewer
    }
  }
`)

interface ProfileFormProps {
  viewer: ViewerQuery['me']
  /** The first time: no bio yet, and a username that follows the name until it is touched. */
  isIntroduction?: boolean
  submitLabel: string
  onSaved: () => void
}

/** What others see of the viewer; each value is judged as it is typed, with the API's own rules. */
export function ProfileForm({ viewer, isIntroduction = false, submitLabel, onSaved }: ProfileFormProps) {
  const [save, { loading, error }] = useMutation(UpdateProfileMutation)
  const [values, setValues] = useState({
    name: isIntroduction ? '' : viewer.name,
    username: viewer.username,
    bio: viewer.bio ?? '',
  })
  const [touched, setTouched] = useState<Partial<Record<ProfileField, true>>>({})

  const isSuggested = isIntroduction && !touched.username
  const change = (field: ProfileField, value: string) => {
    setTouched((fields) => ({ ...fields, [field]: true }))
    setValues((others) => ({
      ...others,
      [field]: value,
      ...(isSuggested && field === 'name' ? { username: suggestUsername(value, viewer.username) } : {}),
    }))
  }
  const problemOf = (field: ProfileField) => {
    return (touched[field] ? profileProblem(field, values[field]) : null) ?? issueOf(error, field)
  }
  const fields: ProfileField[] = isIntroduction ? ['name', 'username'] : ['name', 'username', 'bio']
  const isValid = fields.every((field) => profileProblem(field, values[field]) === null)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!isValid) return setTouched({ name: true, username: true, bio: true })
    const saved = await saveWith(values.username)
    if (saved === 'done') onSaved()
    if (saved !== 'taken' || !isSuggested) return
    // Nobody chose this username, so nobody has to choose another.
    const username = suggestUsername(values.name, viewer.username, { isTaken: true })
    setValues((others) => ({ ...others, username }))
    if ((await saveWith(username)) === 'done') onSaved()
  }
  const saveWith = async (username: string): Promise<'done' | 'taken' | 'failed'> => {
    const { name, bio } = values
    const input = { name: name.trim(), username, ...(isIntroduction ? {} : { bio: bio.trim() || null }) }
    try {
      await save({ variables: { input }, errorPolicy: 'none' })
      return 'done'
    } catch (failure) {
      return errorCode(failure) === 'CONFLICT' ? 'taken' : 'failed'
    }
  }

  const isTaken = errorCode(error) === 'CONFLICT'
  const isElsewhere = error && !isTaken && fields.every((field) => issueOf(error, field) === null)

  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="grid gap-4">
      <Field label="Name" error={problemOf('name')}>
        {(control) => (
          <Input
            {...control}
            autoFocus
            autoComplete="name"
            value={values.name}
            onChange={(event) => change('name', event.target.value)}
          />
        )}
      </Field>
      <Field label="Username" error={problemOf('username') ?? (isTaken ? errorText(error) : null)} hint={USERNAME_HINT}>
        {(control) => (
          <Input
            {...control}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            value={values.username}
            onChange={(event) => change('username', event.target.value.toLowerCase())}
          />
        )}
      </Field>
      {!isIntroduction && (
        <Field label="About you" error={problemOf('bio')}>
          {(control) => (
            <Textarea {...control} value={values.bio} onChange={(event) => change('bio', event.target.value)} />
          )}
        </Field>
      )}
      {isElsewhere && (
        <p role="alert" className="text-sm text-destructive">
          {errorText(error)}
        </p>
      )}
      <Button type="submit" disabled={loading} className="mt-1">
        {submitLabel}
      </Button>
    </form>
  )
}
