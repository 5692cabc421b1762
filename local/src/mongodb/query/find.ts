import { decode, type Document } from '../bson/document.ts'
import { CommandError } from '../errors.ts'
import type { Catalog, Collection, Index } from '../storage/catalog.ts'
import type { Reader } from '../storage/storage.ts'
import type { Filter } from './filter.ts'
import { planQuery, planScan, type Plan } from './plan.ts'
import { sortDocuments, type SortField } from './sort.ts'
import { walkPlans, type Metrics } from './walk.ts'

export type Query = {
  filter: Filter
  sort?: readonly SortField[]
  skip?: number
  /** 0 is no limit. */
  limit?: number
  hint?: Hint
  /** When maxTimeMS is over, by performance.now(). */
  deadline?: number
}

export type Hint = { index: Index } | { naturalOrder: 1 | -1 }

/** A record as it is stored, decoded when something has to look into it. */
export type StoredDocument = { bytes: Buffer; document(): Document }

/** Finds through the best index; without a sort that the index does not give, nothing is read before it is asked for. */
export type Finder = {
  find(collection: Collection, query: Query): Generator<StoredDocument>
  count(collection: Collection, query: Query): number
}

export function createFinder(reader: Reader, catalog: Catalog, metrics: Metrics): Finder {
  function* matching(collection: Collection, query: Query, plans: readonly Plan[]): Generator<StoredDocument> {
    const exact = plans.every((plan) => plan.exact)
    for (const bytes of walkPlans(reader, collection, plans, metrics)) {
      if (query.deadline !== undefined && performance.now() > query.deadline) {
        throw new CommandError('MaxTimeMSExpired', 'operation exceeded time limit')
      }
      const stored = storedDocument(bytes)
      if (exact || query.filter.matches(stored.document())) yield stored
    }
    const { indexes = [] } = catalog.find(collection.namespace) ?? {}
    if (plans.some(({ index }) => !indexes.some(({ table }) => table === index.table))) {
      throw new CommandError('QueryPlanKilled', `the index that was walked in ${collection.namespace} has been dropped`)
    }
  }

  return {
    *find(collection, query) {
      const { sort = [], skip = 0, limit = 0 } = query
      const plans = plansOf(collection, query)
      const found = matching(collection, query, plans)
      const ordered = sort.length === 0 || (plans.length === 1 && plans[0]?.sorted)
      yield* slice(ordered ? found : sortDocuments(found, (stored) => stored.document(), sort), skip, limit)
    },
    count(collection, query) {
      const { skip = 0, limit = 0 } = query
      const plans = plansOf(collection, query)
      const [plan] = plans
      if (!plan?.exact || plans.length > 1) {
        return slice(matching(collection, query, plans), skip, limit).reduce((total) => total + 1, 0)
      }
      const total = plan.ranges.reduce((sum, range) => sum + reader.count(range), 0)
      metrics.keysExamined += total
      return Math.min(Math.max(0, total - skip), limit || Infinity)
    },
  }
}

function plansOf(collection: Collection, { filter, sort = [], hint }: Query): Plan[] {
  if (hint && 'naturalOrder' in hint) return [planScan(collection.indexes[0], filter, hint.naturalOrder < 0)]
  return planQuery(collection, filter, sort, hint?.index)
}

function storedDocument(bytes: Buffer): StoredDocument {
  let decoded: Document | undefined
  return { bytes, document: () => (decoded ??= decode(bytes)) }
}

function* slice<T>(items: Iterable<T>, skip: number, limit: number): Generator<T> {
  let position = 0
  for (const item of items) {
    if (position++ >= skip) yield item
    if (limit > 0 && position >= skip + limit) return
  }
}
