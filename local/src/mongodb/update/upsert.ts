import type { Document } from '../bson/document.ts'
import { typeOf } from '../bson/types.ts'
import type { Filter } from '../query/filter.ts'
import { isDocument } from '../bson/document.ts'
import { CommandError } from '../errors.ts'
import { changeAt } from './paths.ts'
import type { Update } from './update.ts'

/** The document that an upsert inserts: what the filter demands to be equal, and then the update. */
export function upsertDocument(filter: Filter, update: Update): Document {
  let seed: unknown = {}
  for (const { path, parts, operator, operand } of filter.conditions) {
    const [only, ...others] = operator === '$in' && Array.isArray(operand) ? operand : [operand]
    const demanded = (operator === '$eq' || operator === '$in') && others.length === 0 && typeOf(only) !== 'regex'
    if (!demanded || (update.isReplacement && path !== '_id')) continue
    seed = changeAt(seed, parts, (existing) => {
      if (existing === undefined) return only
      throw new CommandError('BadValue', `cannot infer query fields to set, path '${path}' is matched twice`)
    })
  }
  return update.apply(isDocument(seed) ? seed : {}, true)
}
