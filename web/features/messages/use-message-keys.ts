import type { FocusEvent, KeyboardEvent, RefObject } from 'react'
import { useEffect, useLayoutEffect, useRef } from 'react'
import type { HistoryList } from './history-list.ts'
import type { TimelineRow } from './timeline.ts'

interface MessageKeys {
  rows: readonly TimelineRow[]
  list: HistoryList
  scroller: RefObject<HTMLDivElement | null>
  /** Key of the row that has the focus. */
  focusedKey: string | null
  setFocusedKey: (key: string | null) => void
}

/**
 * Makes the list one stop of the Tab key. Arrows go from message to message, and Tab from a message into what it has: the
 * links and buttons of all others are passed over.
 */
export function useMessageKeys({ rows, list, scroller, focusedKey, setFocusedKey }: MessageKeys) {
  const isMoving = useRef(false)

  useEffect(() => {
    if (!isMoving.current || focusedKey === null) return
    isMoving.current = false
    list.elementsCache.get(focusedKey)?.querySelector('article')?.focus({ preventScroll: true })
  }, [focusedKey, list])

  // What can be focused in a message comes from many components, and some of it by itself: a file, once it is uploaded.
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return undefined
    const update = () => setTabStops(element, focusedKey === null ? null : list.elementsCache.get(focusedKey))
    update()
    const observer = new MutationObserver(update)
    observer.observe(element, { childList: true, subtree: true })
    return () => observer.disconnect()
  }, [focusedKey, list, scroller])

  const next = (step: 1 | -1): number => {
    const focused = rows.findIndex(({ key }) => key === focusedKey)
    const start = focused === -1 ? (list.range?.[step === 1 ? 'startIndex' : 'endIndex'] ?? 0) : focused + step
    const isMessage = (row: TimelineRow, index: number) =>
      row.kind === 'message' && (step === 1 ? index >= start : index <= start)
    return step === 1 ? rows.findIndex(isMessage) : rows.findLastIndex(isMessage)
  }

  return {
    onKeyDown: (event: KeyboardEvent<HTMLDivElement>) => {
      const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : null
      const isOnMessage = event.target === event.currentTarget || isArticle(event.target)
      if (step === null || !isOnMessage || event.altKey || event.ctrlKey || event.metaKey) return
      const index = next(step)
      const row = rows[index]
      if (!row) return
      event.preventDefault()
      isMoving.current = true
      list.scrollToIndex(index, { align: 'auto' })
      setFocusedKey(row.key)
    },
    onFocus: ({ target }: FocusEvent<HTMLDivElement>) => {
      if (!scroller.current?.contains(target)) return
      const index = target.closest('[data-index]')?.getAttribute('data-index')
      setFocusedKey(rows[Number(index ?? -1)]?.key ?? null)
    },
    onBlur: ({ relatedTarget }: FocusEvent<HTMLDivElement>) => {
      if (!scroller.current?.contains(relatedTarget)) setFocusedKey(null)
    },
  }
}

const isArticle = (target: EventTarget): boolean => target instanceof Element && target.tagName === 'ARTICLE'

function setTabStops(list: Element, focusedRow: Element | null | undefined): void {
  for (const element of list.querySelectorAll<HTMLElement>('a[href], button, pre, input, textarea'))
    element.tabIndex = focusedRow?.contains(element) ? 0 : -1
}
