import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useChat } from '../chat/chat-provider.tsx'
import type { HistoryList } from './history-list.ts'
import { AT_END_PX, scrollToKey } from './history-list.ts'

interface ReadingPlace {
  conversationId: string
  list: HistoryList
  /** The viewer's newest message that is on its way: writing brings to the end. */
  lastOutgoingId: string | undefined
}

/**
 * Where a conversation is read: it opens where it was left, or else at the first new message, or else at the end; it
 * stays at the end when the room for it changes, as it does with a keyboard or a growing draft. Says whether it is there
 * yet: what is drawn before is where nobody reads.
 */
export function useReadingPlace({ conversationId, list, lastOutgoingId }: ReadingPlace): boolean {
  const { chat } = useChat()
  const [isThere, setIsThere] = useState(false)

  useLayoutEffect(() => {
    const left = chat.places.get(conversationId)
    const isShown = (left !== undefined && scrollToKey(list, left, 'start')) || scrollToKey(list, 'new', 'start')
    if (!isShown) list.scrollToEnd()
    const element = list.scrollElement
    const arrival = new AbortController()
    const arrive = () => setIsThere(true)
    if (element && element.scrollHeight > element.clientHeight)
      element.addEventListener('scroll', arrive, { once: true, signal: arrival.signal })
    else arrive()
    return () => {
      arrival.abort()
      const key = list.range && list.options.getItemKey(list.range.startIndex)
      if (typeof key === 'string' && !list.isAtEnd(AT_END_PX)) chat.places.set(conversationId, key)
      else chat.places.delete(conversationId)
    }
  }, [chat, conversationId, list])

  const knownOutgoingId = useRef(lastOutgoingId)
  useLayoutEffect(() => {
    if (lastOutgoingId && lastOutgoingId !== knownOutgoingId.current) list.scrollToEnd()
    knownOutgoingId.current = lastOutgoingId
  }, [lastOutgoingId, list])

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

  return isThere
}
