import { useMutation } from '@apollo/client/react'
import { UserMinus } from 'lucide-react'
import { useState } from 'react'
import { toast } from 'sonner'
import { errorText } from '../../graphql/errors.ts'
import { graphql } from '../../graphql/generated/gql.ts'
import type { PersonFragment } from '../../graphql/generated/graphql.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { useChat } from '../chat/chat-provider.tsx'
import type { Conversation, Member } from '../chat/conversation.ts'
import { PeoplePicker } from '../people/people-picker.tsx'
import { PersonRow } from '../people/person-row.tsx'

graphql(`
  fragment ConversationMembers on Conversation {
    everyone: members(first: 100) {
      edges {
        node {
          role
          lastReadSeq
          user {
            ...Person
          }
        }
      }
    }
  }
`)

const AddMembersMutation = graphql(`
  mutation AddMembers($conversationId: ID!, $userIds: [ID!]!) {
    addMembers(conversationId: $conversationId, userIds: $userIds) {
      id
    }
  }
`)

const RemoveMemberMutation = graphql(`
  mutation RemoveMember($conversationId: ID!, $userId: ID!) {
    removeMember(conversationId: $conversationId, userId: $userId) {
      id
    }
  }
`)

const ROLES = { OWNER: 'Owner', ADMIN: 'Admin', MEMBER: null }

interface MembersDialogProps {
  conversation: Conversation
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
}

/** Who is in a group; its owner and admins bring people in and send them away. The list follows by the events. */
export function MembersDialog({ conversation, isOpen, onOpenChange }: MembersDialogProps) {
  const members = conversation.members ?? []
  const canManage = conversation.role !== 'MEMBER'
  return (
    <Dialog isOpen={isOpen} onOpenChange={onOpenChange} title={`Members (${conversation.memberCount})`}>
      {canManage && <AddMembers conversation={conversation} />}
      <ul data-testid="members">
        {members.map((member) => (
          <li key={member.user.id}>
            <MemberRow conversation={conversation} member={member} canManage={canManage} />
          </li>
        ))}
      </ul>
    </Dialog>
  )
}

function MemberRow({
  conversation,
  member,
  canManage,
}: {
  conversation: Conversation
  member: Member
  canManage: boolean
}) {
  const { viewer } = useChat()
  const [remove, { loading }] = useMutation(RemoveMemberMutation)
  const { user, role } = member
  const canRemove = canManage && user.id !== viewer.id && role !== 'OWNER'
  const confirm = () =>
    remove({ variables: { conversationId: conversation.id, userId: user.id } }).catch((error: unknown) =>
      toast.error(errorText(error)),
    )
  return (
    <PersonRow person={user}>
      <span className="text-sm text-muted-foreground">{user.id === viewer.id ? 'You' : ROLES[role]}</span>
      {canRemove && (
        <Button
          variant="ghost"
          size="icon"
          aria-label={`Remove ${user.name}`}
          disabled={loading}
          onClick={() => void confirm()}
        >
          <UserMinus />
        </Button>
      )}
    </PersonRow>
  )
}

function AddMembers({ conversation }: { conversation: Conversation }) {
  const [add, { loading }] = useMutation(AddMembersMutation)
  const [chosen, setChosen] = useState<readonly PersonFragment[]>([])
  const confirm = async () => {
    try {
      await add({ variables: { conversationId: conversation.id, userIds: chosen.map(({ id }) => id) } })
      setChosen([])
    } catch (error) {
      toast.error(errorText(error))
    }
  }
  const memberIds = new Set(conversation.members?.map(({ user }) => user.id))
  return (
    <div className="mb-4 grid gap-2 border-b pb-4">
      <PeoplePicker label="Add people" chosen={chosen} onChange={setChosen} exceptIds={memberIds} />
      {chosen.length > 0 && (
        <Button disabled={loading} onClick={() => void confirm()}>
          Add to the group
        </Button>
      )}
    </div>
  )
}
