import { BSONRegExp } from 'bson'
import { encodeKey, stringPrefixKey } from '../bson/key-encoding.ts'
import { numberOf, rankOf, typeOf } from '../bson/types.ts'
import { prefixRange, successor } from '../storage/keys.ts'
import type { Range } from '../storage/storage.ts'
import type { Condition } from './filter.ts'
import { literalPrefix, regularExpression } from './regular-expression.ts'

/** Where a field's encoded values can be, when conditions on it hold. */
export type Bounds = {
  /** Ascending and apart. */
  ranges: Range[]
  /** Whether each range is a single value. */
  points: boolean
  /** Whether being inside is enough: the conditions need not be tested again. */
  exact: boolean
  /** Whether documents without the field are outside. */
  excludesMissing: boolean
}

/** The bounds of one condition, or undefined if it gives none. */
export function boundsOf({ operator, operand }: Condition): Bounds | undefined {
  switch (operator) {
    case '$eq':
      return typeOf(operand) === 'regex' ? prefixBounds(operand) : pointBounds([operand])
    case '$in':
      return Array.isArray(operand) ? pointBounds(operand) : undefined
    case '$regex':
      return prefixBounds(operand)
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return rangeBounds(operator, operand)
    default:
      return undefined
  }
}

function pointBounds(values: unknown[]): Bounds | undefined {
  if (values.some((value) => ['array', 'regex'].includes(typeOf(value)))) return undefined
  const hasNull = values.some((value) => value === null || value === undefined)
  const keys = new Map(values.map(encodeKey).map((key) => [key.toString('latin1'), key]))
  const ranges = [...keys.values()].toSorted((a, b) => Buffer.compare(a, b)).map(prefixRange)
  return { ranges, points: true, exact: !hasNull, excludesMissing: !hasNull }
}

function rangeBounds(operator: '$gt' | '$gte' | '$lt' | '$lte', operand: unknown): Bounds | undefined {
  if (['null', 'minKey', 'maxKey', 'array', 'regex'].includes(typeOf(operand)) || Number.isNaN(numberOf(operand)))
    return undefined
  const key = encodeKey(operand)
  const rank = Buffer.of(rankOf(operand))
  const least = numberOf(operand) === undefined ? rank : encodeKey(-Infinity)
  const range = {
    $gt: { start: successor(key), end: successor(rank) },
    $gte: { start: key, end: successor(rank) },
    $lt: { start: least, end: key },
    $lte: { start: least, end: successor(key) },
  }[operator]
  return { ranges: [range], points: false, exact: true, excludesMissing: true }
}

/** The strings that start as an anchored expression demands, and a stored expression that is the same. */
function prefixBounds(operand: unknown): Bounds | undefined {
  if (!(operand instanceof BSONRegExp)) return undefined
  const literal = literalPrefix(regularExpression(operand))
  if (!literal) return undefined
  const ranges = [stringPrefixKey(literal.prefix), encodeKey(operand)].map(prefixRange)
  return { ranges, points: false, exact: literal.exact, excludesMissing: true }
}

/** Bounds of conditions that must all hold for one value. */
export function intersect(a: Bounds, b: Bounds): Bounds {
  const ranges = a.ranges
    .flatMap((left) =>
      b.ranges.map((right) => ({ start: later(left.start, right.start), end: earlier(left.end, right.end) })),
    )
    .filter(({ start, end }) => Buffer.compare(start, end) < 0)
  return {
    ranges,
    points: a.points || b.points,
    exact: a.exact && b.exact,
    excludesMissing: a.excludesMissing || b.excludesMissing,
  }
}

const later = (a: Buffer, b: Buffer): Buffer => (Buffer.compare(a, b) >= 0 ? a : b)
const earlier = (a: Buffer, b: Buffer): Buffer => (Buffer.compare(a, b) <= 0 ? a : b)
