import type { Document } from '../bson/document.ts'
import { equalValues } from '../bson/key-encoding.ts'
import type { Path } from '../bson/paths.ts'
import { boundsOf } from './bounds.ts'
import type { Condition, Filter } from './filter.ts'

/** Whether every document that a query wants is among those that a partial index holds; in doubt, no. */
export const impliesPartialFilter = (query: Filter, partial: Filter): boolean =>
  partial.complete && partial.conditions.every((needed) => query.conditions.some((given) => implies(given, needed)))

function implies(given: Condition, needed: Condition): boolean {
  if (given.path !== needed.path) return false
  if (given.operator === needed.operator && equalValues(given.operand, needed.operand)) return true
  if (needed.operator === '$exists') return boundsOf(given)?.excludesMissing ?? false
  const values = given.operator === '$eq' ? [given.operand] : given.operator === '$in' ? given.operand : undefined
  return Array.isArray(values) && values.every((value) => needed.matches(documentWith(needed.parts, value)))
}

const documentWith = ([first = '', ...rest]: Path, value: unknown): Document => ({
  [first]: rest.length === 0 ? value : documentWith(rest, value),
})
