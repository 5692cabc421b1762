import type { VirtualItem, Virtualizer } from '@tanstack/react-virtual'
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { useDeferredValue } from 'react'
import { estimateRowHeight } from './estimate-row-height.ts'
import type { TimelineRow } from './timeline.ts'

/** So near to the end still counts as reading the newest. */
export const AT_END_PX = 80

export type HistoryList = ReturnType<typeof useHistoryList>

/**
 * The virtualizer as a chat wants it: it starts from the end, stays where the reader is when rows come before, and
 * follows what comes at the end of a history that is whole. The page that makes it whole is not followed: it is not read.
 */
export function useHistoryList(
  rows: readonly TimelineRow[],
  { hasNewer, keptKey }: { hasNewer: boolean; keptKey: string | null },
  scroller: () => HTMLDivElement | null,
) {
  const hadNewer = useDeferredValue(hasNewer)
  // oxlint-disable-next-line react/incompatible-library -- what it returns is not memoised here
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: scroller,
    estimateSize: (index) => estimateRowHeight(rows[index]),
    getItemKey: (index) => rows[index]?.key ?? index,
    anchorTo: 'end',
    followOnAppend: !hadNewer,
    scrollEndThreshold: AT_END_PX,
    overscan: 8,
    rangeExtractor: (range) => withKept(defaultRangeExtractor(range), keptKey, rows),
    paddingEnd: 12,
    useFlushSync: false,
    directDomUpdates: true,
  })
  list.shouldAdjustScrollPositionOnItemSizeChange = isAboveView
  return list
}

/**
 * Whether a row that turned out to be of another height moves what is in view. Unlike the virtualizer's own rule this
 * holds while scrolling up too: the oldest row loses its heading when the messages before it are loaded.
 */
function isAboveView(row: VirtualItem, _delta: number, list: Virtualizer<HTMLDivElement, Element>): boolean {
  return (list.itemSizeCache.has(row.key) ? row.end : row.start + 1) <= (list.scrollOffset ?? 0)
}

/** The row that has the focus stays in the document, wherever one scrolls: without it the focus would fall to the page. */
function withKept(indexes: number[], keptKey: string | null, rows: readonly TimelineRow[]): number[] {
  const kept = keptKey === null ? -1 : rows.findIndex(({ key }) => key === keptKey)
  return kept === -1 || indexes.includes(kept) ? indexes : [...indexes, kept].toSorted((one, other) => one - other)
}

/** Shows a row; says whether it is there. */
export function scrollToKey({ options, scrollToIndex }: HistoryList, key: string, align: 'start' | 'center'): boolean {
  const index = Array.from({ length: options.count }, (_, at) => options.getItemKey(at)).indexOf(key)
  if (index >= 0) scrollToIndex(index, { align })
  return index >= 0
}
