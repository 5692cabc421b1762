import { useMutation } from '@apollo/client/react'
import { UserMinus } from 'lucide-react'
import { useState } from 'react'
import { toast } from '../../ui/toast.ts'
import { errorText } from '../../graphql/errors.ts'
import { graphql } from '../../graphql/generated/gql.ts'
import type { PersonFragment } from '../../graphql/generated/graphql.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Input } from '../../ui/input.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { useChat } from '../chat/chat-provider.tsx'
import type { Conversation, Member } from '../chat/conversation.ts'
import { PeoplePicker } from '../people/people-picker.tsx'
import { PersonRow } from '../people/person-row.tsx'
import { useMembers } from './use-members.ts'

graphql(`
  fragment ConversationMembers on Conversation {
    everyone: members(first: 100) {
      ...MemberPage
    }
  }
`)

graphql(`
  fragment MemberPage on MemberConnection {
    edges {
      node {
        role
        joinedAt
        lastReadSeq
        user {
          ...Person
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
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

/** So few are seen at a glance. */
const FEW_MEMBERS = 10

const ROLES = { OWNER: 'Owner', ADMIN: 'Admin', MEMBER: null }

interface MembersDialogProps {
  conversation: Conversation
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
}

/** Who is in a group; its owner and admins bring people in and send them away. The list follows by the events. */
export function MembersDialog({ conversation, isOpen, onOpenChange }: MembersDialogProps) {
  return (
    <Dialog isOpen={isOpen} onOpenChange={onOpenChange} title={`Members (${conversation.memberCount})`}>
      <MemberList conversation={conversation} />
    </Dialog>
  )
}

function MemberList({ conversation }: { conversation: Conversation }) {
  const [wanted, setWanted] = useState('')
  const { list, hasMore, problem, showMore } = useMembers(conversation, wanted.trim() !== '')
  const canManage = conversation.role !== 'MEMBER'
  const shown = list.filter(({ user }) => isNamed(user, wanted))
  const isLooking = wanted.trim() !== '' && hasMore && problem === null
  return (
    <>
      {canManage && <AddMembers conversation={conversation} members={list} />}
      {conversation.memberCount > FEW_MEMBERS && (
        <Input
          type="search"
          aria-label="Find a member"
          placeholder="Find a member"
          value={wanted}
          onChange={(event) => setWanted(event.target.value)}
          className="mb-2"
        />
      )}
      <ul data-testid="members">
        {shown.map((member) => (
          <li key={member.user.id}>
            <MemberRow conversation={conversation} member={member} canManage={canManage} />
          </li>
        ))}
      </ul>
      {isLooking && <Spinner label="Looking" className="justify-center py-2" />}
      {shown.length === 0 && !isLooking && (
        <p className="py-3 text-center text-sm text-muted-foreground">Nobody of that name is in this group.</p>
      )}
      {problem && (
        <p role="alert" className="py-2 text-center text-sm text-destructive">
          {problem}
        </p>
      )}
      {hasMore && !isLooking && (
        <Button variant="ghost" className="w-full" onClick={showMore}>
          Show more ({conversation.memberCount - list.length})
        </Button>
      )}
    </>
  )
}

/** Whether a name or username has a word that begins so. */
function isNamed({ name, username }: Member['user'], wanted: string): boolean {
  const plain = (text: string) => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
  const start = plain(wanted.trim())
  return [...plain(name).split(/\s+/), plain(name), username].some((word) => word.startsWith(start))
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

function AddMembers({ conversation, members }: { conversation: Conversation; members: readonly Member[] }) {
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
  const memberIds = new Set(members.map(({ user }) => user.id))
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
