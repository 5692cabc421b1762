import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { toast } from '../../ui/toast.ts'
import { errorText } from '../../graphql/errors.ts'
import { useChat } from '../chat/chat-provider.tsx'
import type { HistoryList } from './history-list.ts'
import { AT_END_PX, scrollToKey } from './history-list.ts'

interface ReadingPlace {
  conversationId: string
  list: HistoryList
  /** The end is not loaded yet. */
  hasNewer: boolean
  /** The viewer's newest message that is on its way: writing brings to the end. */
  lastOutgoingId: string | undefined
}

/**
 * Where a conversation is read: it opens where it was left, or else at the first new message, or else at the end; it
 * stays at the end when the room for it changes, as it does with a keyboard or a growing draft. Says whether it is there
 * yet, since what is drawn before is where nobody reads, and gives the way to the end.
 */
export function useReadingPlace({ conversationId, list, hasNewer, lastOutgoingId }: ReadingPlace) {
  const { chat } = useChat()
  const [isThere, setIsThere] = useState(false)

  useLayoutEffect(() => {
    const left = chat.places.get(conversationId)
    const isShown = (left !== undefined && scrollToKey(list, left, 'start')) || scrollToKey(list, 'new', 'start')
    if (!isShown) list.scrollToEnd()
    // The list knows what is in view when the frame after the one that scrolls is drawn.
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => setIsThere(true))
    })
    return () => {
      cancelAnimationFrame(frame)
      const key = list.range && list.options.getItemKey(list.range.startIndex)
      if (typeof key === 'string' && !list.isAtEnd(AT_END_PX)) chat.places.set(conversationId, key)
      else chat.places.delete(conversationId)
    }
  }, [chat, conversationId, list])

  const isEndWanted = useRef(false)
  const goToEnd = useCallback(() => {
    if (!hasNewer) return list.scrollToEnd()
    isEndWanted.current = true
    chat.openAtEnd(conversationId).catch((error: unknown) => toast.error(errorText(error)))
  }, [chat, conversationId, hasNewer, list])
  useLayoutEffect(() => {
    if (isEndWanted.current && !hasNewer) list.scrollToEnd()
    isEndWanted.current &&= hasNewer
  }, [hasNewer, list])

  const knownOutgoingId = useRef(lastOutgoingId)
  useLayoutEffect(() => {
    if (lastOutgoingId && lastOutgoingId !== knownOutgoingId.current) goToEnd()
    knownOutgoingId.current = lastOutgoingId
  }, [lastOutgoingId, goToEnd])

  useEffect(() => {
    const element = list.scrollElement
    if (!element) return undefined
    let height = element.clientHeight
    const observer = new ResizeObserver(() => {
      const fromEnd = element.scrollHeight - element.scrollTop - height
      if (element.clientHeight < height && fromEnd <= AT_END_PX) list.scrollToEnd()
      height = element.clientHeight
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [list])

  return { isThere, goToEnd }
}
