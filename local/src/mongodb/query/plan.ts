import type { Collection, Index } from '../storage/catalog.ts'
import { prefixRange, tablePrefix } from '../storage/keys.ts'
import type { Range } from '../storage/storage.ts'
import type { Filter } from './filter.ts'
import { boundFields } from './index-bounds.ts'
import { indexOrder } from './index-order.ts'
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
  const order = indexOrder(index, fields, sort)
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
