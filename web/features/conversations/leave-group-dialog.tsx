import { useMutation } from '@apollo/client/react'
import { toast } from '../../ui/toast.ts'
import { errorText } from '../../graphql/errors.ts'
import { graphql } from '../../graphql/generated/gql.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { useChat } from '../chat/chat-provider.tsx'
import type { Conversation } from '../chat/conversation.ts'
import { navigate } from '../chat/navigation.ts'
import { conversationName } from './conversation-name.ts'

const LeaveConversationMutation = graphql(`
  mutation LeaveConversation($conversationId: ID!) {
    leaveConversation(conversationId: $conversationId)
  }
`)

interface LeaveGroupDialogProps {
  conversation: Conversation
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
}

export function LeaveGroupDialog({ conversation, isOpen, onOpenChange }: LeaveGroupDialogProps) {
  const { chat } = useChat()
  const [leave, { loading }] = useMutation(LeaveConversationMutation)
  const confirm = async () => {
    try {
      await leave({ variables: { conversationId: conversation.id } })
      navigate('/')
      chat.forget(conversation.id)
    } catch (error) {
      toast.error(errorText(error))
    }
  }
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title={`Leave ${conversationName(conversation)}?`}
      description="You will not see its messages any more, until somebody adds you again."
    >
      <div className="flex justify-end gap-2">
        <Button variant="secondary" onClick={() => onOpenChange(false)}>
          Stay
        </Button>
        <Button variant="destructive" disabled={loading} onClick={() => void confirm()}>
          Leave group
        </Button>
      </div>
    </Dialog>
  )
}
