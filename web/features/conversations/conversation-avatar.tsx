import { Users } from 'lucide-react'
import { Avatar } from '../../ui/avatar.tsx'
import type { Conversation } from '../chat/conversation.ts'
import { PresentPersonAvatar } from '../people/person-avatar.tsx'
import { conversationName } from './conversation-name.ts'

interface ConversationAvatarProps {
  conversation: Conversation
  size?: 'medium' | 'large'
}

export function ConversationAvatar({ conversation, size = 'large' }: ConversationAvatarProps) {
  if (conversation.peer) return <PresentPersonAvatar person={conversation.peer} size={size} />
  return (
    <Avatar
      id={conversation.id}
      name={conversationName(conversation)}
      size={size}
      icon={<Users className={size === 'large' ? 'size-5' : 'size-4'} />}
    />
  )
}
