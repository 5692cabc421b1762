import { complement } from '../bson/key-encoding.ts'
import { isArrayIndex } from '../bson/paths.ts'
import type { Index } from '../storage/catalog.ts'
import { descendingRange, prefixRange } from '../storage/keys.ts'
import type { Range } from '../storage/storage.ts'
import { boundsOf, intersect, type Bounds } from './bounds.ts'
import type { Condition } from './filter.ts'

/** Ranges are multiplied by each $in; beyond this a field is not used to narrow the walk. */
const maxRanges = 1000

/** The bounds of one field of an index, in the field's direction, and the conditions that they come from. */
export type BoundField = Bounds & { used: Condition[] }

/** The bounds of the leading fields: values for all, up to the first that has a range or nothing. */
export function boundFields(index: Index, conditions: readonly Condition[]): BoundField[] {
  const bound: BoundField[] = []
  let multikeyBound = false
  let count = 1
  for (const [position, { path, parts, descending }] of index.fields.entries()) {
    // A number in a path is a position in an array or the name of a field; the index knows the first alone.
    if (parts.some(isArrayIndex)) break
    const multikey = index.multikey.has(position)
    // Of an array, each condition may hold for another element; of two paths into one, each may hold in another.
    if (multikey && multikeyBound) break
    const field = fieldBounds(conditions, path, multikey)
    if (!field || count * field.ranges.length > maxRanges) break
    count *= Math.max(1, field.ranges.length)
    multikeyBound ||= multikey
    bound.push(descending ? { ...field, ranges: descendingRanges(field) } : field)
    if (!field.points) break
  }
  return bound
}

const descendingRanges = ({ ranges, points }: Bounds): Range[] =>
  ranges.map((range) => (points ? prefixRange(complement(range.start)) : descendingRange(range))).toReversed()

function fieldBounds(conditions: readonly Condition[], path: string, multikey: boolean): BoundField | undefined {
  const all = conditions
    .filter((condition) => condition.path === path)
    .map((condition) => ({ condition, bounds: boundsOf(condition) }))
    .flatMap(({ condition, bounds }): BoundField[] => (bounds ? [{ ...bounds, used: [condition] }] : []))
  if (multikey) return all.find(({ points }) => points) ?? all[0]
  return all.length === 0 ? undefined : all.reduce((a, b) => ({ ...intersect(a, b), used: [...a.used, ...b.used] }))
}
