import { complement } from '../bson/key-encoding.ts'
import type { Collection, Index } from '../storage/catalog.ts'
import { descendingRange, prefixRange, tablePrefix } from '../storage/keys.ts'
import type { Range } from '../storage/storage.ts'
import { boundsOf, intersect, type Bounds } from './bounds.ts'
import type { Condition, Filter } from './filter.ts'
import { impliesPartialFilter } from './partial-filter.ts'
import type { SortField } from './sort.ts'

/** Which part of one index to walk, and what the walk makes unnecessary. */
export type Plan = {
  index: Index
  ranges: Range[]
  reverse: boolean
  /** How many bytes at the start of each range are one fixed key: ranges are merged by what follows. */
  merge: number[] | undefined
  sorted: boolean
  /** Whether every document found matches the filter. */
  exact: boolean
  /** Whether all records are read, for want of an index. */
  scan: boolean
}

/** The plans of a query: one, or one for each branch of an $or. */
export function planQuery(collection: Collection, filter: Filter, sort: readonly SortField[], hint?: Index): Plan[] {
  const best = bestPlan(collection, filter, sort, hint)
  if (hint || best.value >= values.equality) return [best.plan]
  for (const branches of filter.alternatives) {
    const plans = branches.map((branch) => bestPlan(collection, branch, [], undefined))
    if (plans.every(({ value }) => value > 0)) return plans.map(({ plan }) => ({ ...plan, exact: false }))
  }
  return [best.plan]
}

/** There are no statistics: what counts is how many fields are bound, and how tightly. */
const values = { unique: 1000, equality: 10, range: 6, sort: 3 }

/** Ranges are multiplied by each $in; beyond this a field is not used to narrow the walk. */
const maxRanges = 1000

type Candidate = { plan: Plan; value: number }

function bestPlan(
  collection: Collection,
  filter: Filter,
  sort: readonly SortField[],
  hint: Index | undefined,
): Candidate {
  const candidates = (hint ? [hint] : collection.indexes)
    .map((index) => planIndex(index, filter, sort))
    .filter((candidate) => candidate !== undefined)
  const scan: Candidate = { plan: planScan(collection.indexes[0], filter), value: 0 }
  return candidates.reduce(
    (best, candidate) => (candidate.value > best.value ? candidate : best),
    hint ? (candidates[0] ?? scan) : scan,
  )
}

/** All records, in the order of _id. */
export const planScan = (primary: Index, filter: Filter, reverse = false): Plan => ({
  index: primary,
  ranges: [prefixRange(tablePrefix(primary.table))],
  reverse,
  merge: undefined,
  sorted: false,
  exact: filter.complete && filter.conditions.length === 0,
  scan: true,
})

function planIndex(index: Index, filter: Filter, sort: readonly SortField[]): Candidate | undefined {
  const fields = boundFields(index, filter.conditions)
  const excludesMissing = fields.some(({ excludesMissing }) => excludesMissing)
  if (index.sparse && !excludesMissing) return undefined
  if (index.partialFilter && !impliesPartialFilter(filter, index.partialFilter)) return undefined

  const points = fields.filter((field) => field.points)
  const order = sortOrder(index, fields, sort)
  const [range] = fields.slice(points.length)
  const prefixes = points.reduce(
    (heads, field) => heads.flatMap((head) => field.ranges.map(({ start }) => Buffer.concat([head, start]))),
    [tablePrefix(index.table)],
  )
  const walks = prefixes.flatMap((prefix) =>
    range
      ? range.ranges.map(({ start, end }) => ({
          prefix,
          range: { start: Buffer.concat([prefix, start]), end: Buffer.concat([prefix, end]) },
        }))
      : [{ prefix, range: prefixRange(prefix) }],
  )
  const conditionsUsed = new Set(fields.flatMap(({ used }) => used))
  const plan: Plan = {
    index,
    ranges: walks.map((walk) => walk.range),
    reverse: order?.reverse ?? false,
    merge: order?.merge && walks.length > 1 ? walks.map(({ prefix }) => prefix.length) : undefined,
    sorted: order !== undefined,
    exact:
      filter.complete &&
      index.multikey.size === 0 &&
      fields.every(({ exact }) => exact) &&
      filter.conditions.every((condition) => conditionsUsed.has(condition)),
    scan: false,
  }
  const isUnique = index.unique && points.length === index.fields.length
  const value =
    (isUnique ? values.unique : 0) +
    points.length * values.equality +
    (fields.length - points.length) * values.range +
    (order && sort.length > 0 ? values.sort : 0)
  return value > 0 || order ? { plan, value } : undefined
}

type BoundField = Bounds & { used: Condition[] }

/** The bounds of the leading fields: values for all, up to the first that has a range or nothing. */
function boundFields(index: Index, conditions: readonly Condition[]): BoundField[] {
  const bound: BoundField[] = []
  let multikeyBound = false
  let count = 1
  for (const [position, { path, descending }] of index.fields.entries()) {
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

/**
 * Whether walking the index gives the order that is asked for, and how. Fields that are bound to one value do not count;
 * after fields bound to several values, as by $in, the ranges of all combinations are merged.
 */
function sortOrder(
  index: Index,
  bound: BoundField[],
  sort: readonly SortField[],
): { reverse: boolean; merge: boolean } | undefined {
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
): { reverse: boolean; merge: boolean } | undefined {
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
