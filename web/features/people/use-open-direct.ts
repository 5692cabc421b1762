import { useMutation } from '@apollo/client/react'
import { toast } from '../../ui/toast.ts'
import { errorText } from '../../graphql/errors.ts'
import { graphql } from '../../graphql/generated/gql.ts'
import { useChat } from '../chat/chat-provider.tsx'
import { conversationPath, navigate } from '../chat/navigation.ts'

const OpenDirectConversationMutation = graphql(`
  mutation OpenDirectConversation($userId: ID!) {
    openDirectConversation(userId: $userId) {
      ...ConversationSummary
    }
  }
`)

/** Goes to the direct conversation with somebody, which is made if there is none. */
export function useOpenDirect(): (userId: string) => Promise<void> {
  const { chat } = useChat()
  const [open] = useMutation(OpenDirectConversationMutation, { fetchPolicy: 'no-cache' })
  return async (userId) => {
    const known = [...chat.state.get().conversations.values()].find(({ peer }) => peer?.id === userId)
    if (known) return navigate(conversationPath(known.id))
    try {
      const { data } = await open({ variables: { userId } })
      if (!data) return
      chat.list(data.openDirectConversation)
      navigate(conversationPath(data.openDirectConversation.id))
    } catch (error) {
      toast.error(errorText(error))
    }
  }
}
