import { useEffect, useState } from 'react'
import { errorText } from '../../graphql/errors.ts'
import { useChat } from '../chat/chat-provider.tsx'
import type { MessageLog } from '../chat/message-log.ts'

interface OlderMessages {
  isLoading: boolean
  problem: string | null
  retry: () => void
}

/** Loads older messages while they are wanted and there are any, page by page. */
export function useOlderMessages(conversationId: string, log: MessageLog, isWanted: boolean): OlderMessages {
  const { chat } = useChat()
  const [isLoading, setIsLoading] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const shouldLoad = isWanted && log.hasOlder && !isLoading && problem === null

  useEffect(() => {
    if (!shouldLoad) return
    const load = async () => {
      setIsLoading(true)
      await chat.loadOlderMessages(conversationId).catch((error: unknown) => setProblem(errorText(error)))
      setIsLoading(false)
    }
    void load()
  }, [shouldLoad, chat, conversationId])

  return { isLoading, problem, retry: () => setProblem(null) }
}
