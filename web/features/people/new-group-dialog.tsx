import { useMutation } from '@apollo/client/react'
import { groupTitle } from '@colloquy/schema/rules'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { errorText } from '../../graphql/errors.ts'
import { graphql } from '../../graphql/generated/gql.ts'
import type { PersonFragment } from '../../graphql/generated/graphql.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { Input } from '../../ui/input.tsx'
import { useChat } from '../chat/chat-provider.tsx'
import { conversationPath, navigate } from '../chat/navigation.ts'
import { problemOf } from '../rules/problem-of.ts'
import { PeoplePicker } from './people-picker.tsx'

const CreateGroupMutation = graphql(`
  mutation CreateGroup($input: CreateGroupInput!) {
    createGroup(input: $input) {
      ...ConversationSummary
    }
  }
`)

interface NewGroupDialogProps {
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
}

export function NewGroupDialog({ isOpen, onOpenChange }: NewGroupDialogProps) {
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title="New group"
      description="Give it a name, and bring people together."
    >
      <NewGroupForm onDone={() => onOpenChange(false)} />
    </Dialog>
  )
}

function NewGroupForm({ onDone }: { onDone: () => void }) {
  const { chat, viewer } = useChat()
  const [create, { loading, error }] = useMutation(CreateGroupMutation, { fetchPolicy: 'no-cache' })
  const [title, setTitle] = useState('')
  const [chosen, setChosen] = useState<readonly PersonFragment[]>([])

  const problem = title === '' ? null : problemOf(groupTitle, title)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const input = { title: title.trim(), memberIds: chosen.map(({ id }) => id) }
    const { data } = await create({ variables: { input } }).catch(() => ({ data: null }))
    if (!data) return
    chat.list(data.createGroup)
    onDone()
    navigate(conversationPath(data.createGroup.id))
  }

  return (
    <form onSubmit={(event) => void submit(event)} className="grid gap-4">
      <Field label="Group name" error={problem ?? (error ? errorText(error) : null)}>
        {(control) => (
          <Input
            {...control}
            autoFocus
            autoComplete="off"
            value={title}
            onChange={(event) => setTitle(event.target.value)}
          />
        )}
      </Field>
      <PeoplePicker label="Add people" chosen={chosen} onChange={setChosen} exceptIds={new Set([viewer.id])} />
      <Button type="submit" disabled={loading || !groupTitle.safeParse(title).success || chosen.length === 0}>
        Create group
      </Button>
    </form>
  )
}
