import { ArrowLeft, Ban, EllipsisVertical, LogOut, Users } from 'lucide-react'
import { useState } from 'react'
import type { PersonFragment } from '../../graphql/generated/graphql.ts'
import { Button } from '../../ui/button.tsx'
import { DropdownMenu, DropdownMenuItem } from '../../ui/dropdown-menu.tsx'
import { onDemand } from '../../ui/on-demand.tsx'
import type { Conversation } from '../chat/conversation.ts'
import { navigate } from '../chat/navigation.ts'
import { usePresence } from '../presence/use-presence.ts'
import { useBlocking, useIsBlocked } from '../settings/settings.ts'
import { formatAgo } from '../time/format-time.ts'
import { useNow } from '../time/use-now.ts'
import { ConversationAvatar } from './conversation-avatar.tsx'
import { conversationName, typingText } from './conversation-name.ts'
import { TypingDots } from './typing-dots.tsx'

const BlockDialog = onDemand(async () => (await import('../people/block-dialog.tsx')).BlockDialog)
const LeaveGroupDialog = onDemand(async () => (await import('./leave-group-dialog.tsx')).LeaveGroupDialog)
const MembersDialog = onDemand(async () => (await import('./members-dialog.tsx')).MembersDialog)

/** Whom one talks with, and whether they are there. */
export function ConversationHeader({ conversation }: { conversation: Conversation }) {
  const { kind, peer, memberCount } = conversation
  const typing = typingText(conversation)
  return (
    <header className="pt-safe border-b">
      <div className="flex h-[4.25rem] items-center gap-3 pr-2 pl-1.5 md:pr-4 md:pl-6">
        <Button
          variant="ghost"
          size="icon"
          aria-label="Back to conversations"
          onClick={() => navigate('/')}
          className="-mr-2 md:hidden"
        >
          <ArrowLeft />
        </Button>
        <ConversationAvatar conversation={conversation} size="medium" />
        <div className="min-w-0 flex-1">
          <h1 data-testid="conversation-title" className="truncate leading-tight font-semibold">
            {conversationName(conversation)}
          </h1>
          <p data-testid="conversation-status" className="h-5 truncate text-sm text-muted-foreground">
            {typing ? (
              <span className="text-primary">
                {typing}
                <TypingDots />
              </span>
            ) : peer ? (
              <PeerStatus userId={peer.id} username={peer.username} />
            ) : (
              `${memberCount} ${memberCount === 1 ? 'member' : 'members'}`
            )}
          </p>
        </div>
        {kind === 'GROUP' && <GroupMenu conversation={conversation} />}
        {peer && <PersonMenu person={peer} />}
      </div>
    </header>
  )
}

function PeerStatus({ userId, username }: { userId: string; username: string }) {
  const presence = usePresence(userId)
  const nowMs = useNow()
  if (presence?.status === 'ONLINE') return 'Online'
  if (presence?.lastSeenAt) return `Last seen ${formatAgo(Date.parse(presence.lastSeenAt), nowMs)}`
  return `@${username}`
}

function PersonMenu({ person }: { person: PersonFragment }) {
  const [isBlockOpen, setIsBlockOpen] = useState(false)
  const isBlocked = useIsBlocked(person.id)
  const { unblock } = useBlocking()
  return (
    <>
      <DropdownMenu
        trigger={
          <Button variant="ghost" size="icon" aria-label={`${person.name} menu`}>
            <EllipsisVertical />
          </Button>
        }
      >
        {isBlocked ? (
          <DropdownMenuItem onSelect={() => void unblock(person.id)}>
            <Ban /> Unblock
          </DropdownMenuItem>
        ) : (
          <DropdownMenuItem onSelect={() => setIsBlockOpen(true)}>
            <Ban /> Block
          </DropdownMenuItem>
        )}
      </DropdownMenu>
      <BlockDialog person={person} isOpen={isBlockOpen} onOpenChange={setIsBlockOpen} />
    </>
  )
}

function GroupMenu({ conversation }: { conversation: Conversation }) {
  const [shown, setShown] = useState<'members' | 'leave' | null>(null)
  const onOpenChange = (isOpen: boolean) => !isOpen && setShown(null)
  return (
    <>
      <DropdownMenu
        trigger={
          <Button variant="ghost" size="icon" aria-label="Group menu">
            <EllipsisVertical />
          </Button>
        }
      >
        <DropdownMenuItem onSelect={() => setShown('members')}>
          <Users /> Members
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => setShown('leave')}>
          <LogOut /> Leave group
        </DropdownMenuItem>
      </DropdownMenu>
      <MembersDialog conversation={conversation} isOpen={shown === 'members'} onOpenChange={onOpenChange} />
      <LeaveGroupDialog conversation={conversation} isOpen={shown === 'leave'} onOpenChange={onOpenChange} />
    </>
  )
}
