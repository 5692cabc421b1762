import type { Index } from '../storage/catalog.ts'
import type { BoundField } from './index-bounds.ts'
import type { SortField } from './sort.ts'

export type IndexOrder = { reverse: boolean; merge: boolean }

/**
 * Whether walking the index gives the order that is asked for, and how. Fields that are bound to one value do not count;
 * after fields bound to several values, as by $in, the ranges of all combinations are merged.
 */
export function indexOrder(index: Index, bound: BoundField[], sort: readonly SortField[]): IndexOrder | undefined {
  const fixed = new Set(
    index.fields
      .slice(0, bound.length)
      .filter((_, i) => bound[i]?.points && bound[i]?.ranges.length === 1)
      .map(({ path }) => path),
  )
  const wanted = sort.filter(({ path }) => !fixed.has(path))
  const pointCount = bound.filter(({ points }) => points).length
  return (
    followsOrder(index, wanted, fixed, 0, false) ??
    (pointCount > 0 ? followsOrder(index, wanted, new Set(), pointCount, true) : undefined)
  )
}

function followsOrder(
  index: Index,
  wanted: readonly SortField[],
  fixed: ReadonlySet<string>,
  from: number,
  merge: boolean,
): IndexOrder | undefined {
  let reverse: boolean | undefined
  let position = from
  for (const field of wanted) {
    while (fixed.has(index.fields[position]?.path ?? '')) position++
    const key = index.fields[position]
    if (!key || key.path !== field.path || index.multikey.has(position)) return undefined
    const opposite = key.descending !== field.descending
    if (reverse !== undefined && reverse !== opposite) return undefined
    reverse = opposite
    position++
  }
  return { reverse: reverse ?? false, merge: merge && wanted.length > 0 }
}
