import { useEffect, useRef, useState } from 'react'
import { errorText } from '../../graphql/errors.ts'
import { useChat } from '../chat/chat-provider.tsx'
import type { Conversation, Member } from '../chat/conversation.ts'
import { nextMembers } from '../chat/conversation.ts'

/** So many more are asked for at a time. */
const MORE = 100

interface LoadedMembers {
  list: readonly Member[]
  cursor: string | null
}

interface Members {
  list: readonly Member[]
  hasMore: boolean
  problem: string | null
  showMore: () => void
}

/**
 * The members of a conversation: as many as are wanted, read page by page; all of them when somebody looks for one. When
 * they change, as many are read again.
 */
export function useMembers({ id, members, membersCursor }: Conversation, wantsAll: boolean): Members {
  const { chat } = useChat()
  const [wanted, setWanted] = useState(MORE)
  const [loaded, setLoaded] = useState<LoadedMembers>({ list: members ?? [], cursor: membersCursor })
  const [problem, setProblem] = useState<string | null>(null)
  const progress = useRef({ first: members, ...loaded })
  const count = wantsAll ? Infinity : wanted

  useEffect(() => {
    const leaving = new AbortController()
    const load = async () => {
      if (progress.current.first !== members)
        progress.current = { first: members, list: members ?? [], cursor: membersCursor }
      for (let { list, cursor } = progress.current; cursor !== null && list.length < count;) {
        const page = await chat.memberPage(id, cursor)
        if (leaving.signal.aborted || !page) return
        list = [...list, ...page.edges.map(({ node }) => node)]
        cursor = nextMembers(page)
        progress.current = { first: members, list, cursor }
      }
      setLoaded(progress.current)
      setProblem(null)
    }
    load().catch((error: unknown) => setProblem(errorText(error)))
    return () => leaving.abort()
  }, [chat, id, members, membersCursor, count])

  return {
    list: loaded.list,
    hasMore: loaded.cursor !== null,
    problem,
    showMore: () => setWanted(Math.max(wanted, loaded.list.length) + MORE),
  }
}
