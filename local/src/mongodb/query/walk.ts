import type { Collection } from '../storage/catalog.ts'
import { recordKeyOf } from '../storage/records.ts'
import type { Entry, Reader } from '../storage/storage.ts'
import type { Plan } from './plan.ts'

/** What was looked at, as serverStatus tells it: whether an index was of use shows here. */
export type Metrics = { keysExamined: number; documentsExamined: number; collectionScans: number }

/** The records that the plans lead to, each once, read only when asked for. */
export function* walkPlans(
  reader: Reader,
  collection: Collection,
  plans: readonly Plan[],
  metrics: Metrics,
): Generator<Buffer> {
  const seen = plans.length > 1 || plans.some(({ index }) => index.multikey.size > 0) ? new Set<string>() : undefined
  for (const plan of plans) {
    if (plan.scan) metrics.collectionScans++
    const overRecords = plan.index.table === collection.table
    for (const entry of walkRanges(reader, plan)) {
      metrics.keysExamined++
      const key = recordKeyOf(collection, plan.index, entry)
      const name = seen && key.toString('latin1')
      if (name && seen.has(name)) continue
      if (name) seen.add(name)
      // The record may have gone since the entry was read: the walk holds no snapshot.
      const bytes = overRecords ? entry.value : reader.get(key)
      if (!bytes) continue
      metrics.documentsExamined++
      yield bytes
    }
  }
}

function* walkRanges(reader: Reader, { ranges, reverse, merge }: Plan): Generator<Entry> {
  if (merge) yield* mergeRanges(reader, ranges, merge, reverse)
  else for (const range of reverse ? ranges.toReversed() : ranges) yield* reader.entries(range, reverse)
}

/** One ordered walk out of several, by what follows each one's fixed prefix. */
function* mergeRanges(reader: Reader, ranges: Plan['ranges'], prefixes: number[], reverse: boolean): Generator<Entry> {
  const heads = ranges
    .map((range, i) => ({ walk: reader.entries(range, reverse), prefix: prefixes[i] ?? 0 }))
    .map(({ walk, prefix }) => ({ walk, prefix, next: walk.next() }))
  const order = reverse ? -1 : 1
  for (;;) {
    const live = heads.filter(({ next }) => !next.done)
    const [first] = live
    if (!first) return
    const least = live.reduce((a, b) => (order * compareTails(a, b) <= 0 ? a : b), first)
    if (!least.next.done) yield least.next.value
    least.next = least.walk.next()
  }
}

type Head = { prefix: number; next: IteratorResult<Entry> }

const compareTails = (a: Head, b: Head): number =>
  a.next.done || b.next.done
    ? 0
    : Buffer.compare(a.next.value.key.subarray(a.prefix), b.next.value.key.subarray(b.prefix))
